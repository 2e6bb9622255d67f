package darkroom.engine.prompt;

import darkroom.config.ConfigReader;
import darkroom.config.Secret;
import darkroom.engine.upstream.UpstreamSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the rewriting of prompts. Without an address nothing is rewritten here.
 *
 * @param baseUrl without a slash at its end
 * @param key empty for an endpoint that asks for none
 * @param model the endpoint's name of the chat model; empty only without an address
 * @param timeout over the whole exchange
 * @param maxCharacters longest prompt that is taken from it, in Unicode code points
 */
public record PromptConfig(
    Optional<URI> baseUrl,
    Optional<Secret> key,
    String model,
    Duration timeout,
    int maxCharacters) {
  private static final String MODEL = "engine.prompt.model";

  public static PromptConfig read(ConfigReader reader) {
    Optional<URI> baseUrl =
        UpstreamSettings.optionalUrl(
            reader,
            "engine.prompt.base-url",
            "Address of a chat endpoint in OpenAI's form, up to `/v1`; rewrites prompts with"
                + " `optimize_prompt` for engines without a mode of their own.");
    Optional<Secret> key =
        UpstreamSettings.key(
            reader, "engine.prompt.key", "API key of that endpoint, where it asks for one.");
    Optional<String> model =
        reader.optionalText(MODEL, "Chat model that rewrites, as the endpoint names it.");
    if (baseUrl.isPresent() && model.isEmpty()) {
      reader.problem(
          MODEL, "missing", "the name of a chat model, since engine.prompt.base-url is set");
    }
    return new PromptConfig(
        baseUrl,
        key,
        model.orElse(""),
        reader.duration(
            "engine.prompt.timeout",
            "10s",
            "100ms",
            "2m",
            "Longest wait for a rewritten prompt; after it the given one is drawn."),
        reader.integer(
            "engine.prompt.max-characters",
            3_000,
            100,
            20_000,
            "Longest rewritten prompt taken; one beyond the model's own limit is not taken either."));
  }
}
