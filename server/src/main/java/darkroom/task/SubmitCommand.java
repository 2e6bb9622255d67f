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
 * @param engine the one engine that may draw it, for an operator's trial; empty for all others
 */
public record SubmitCommand(
    ApiKey key, Optional<String> idempotencyKey, JsonNode body, Optional<String> engine) {

  /** A caller's submit. */
  public SubmitCommand(ApiKey key, Optional<String> idempotencyKey, JsonNode body) {
    this(key, idempotencyKey, body, Optional.empty());
  }
}
