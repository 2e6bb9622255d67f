package darkroom.task;

import darkroom.account.ApiKey;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A submit as the wire read it.
 *
 * @param key who asks
 * @param idempotencyKey value of the header of that name
 * @param body the whole request; model, input and callback_url in it are not checked yet
 */
public record SubmitCommand(ApiKey key, Optional<String> idempotencyKey, JsonNode body) {}
