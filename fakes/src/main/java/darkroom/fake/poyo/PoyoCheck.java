package darkroom.fake.poyo;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * What PoYo's catalog says about the body of a submit, and two things that a good client of ours
 * keeps besides: no unknown field, and no reference that it has not uploaded. Stateless.
 */
final class PoyoCheck {
  private static final Set<String> FIELDS = Set.of("model", "input", "callback_url");
  private static final Set<String> INPUTS =
      Set.of("prompt", "size", "n", "image_urls", "enable_safety_checker");
  private static final String EDIT = "seedream-4.5-edit";
  private static final Set<String> MODELS = Set.of("seedream-4.5", EDIT);
  private static final int LONGEST_PROMPT = 3000;
  private static final int MOST_PICTURES = 15;
  private static final int MOST_REFERENCES = 10;
  private static final int LONGEST_URL = 2048;

  private PoyoCheck() {}

  /**
   * The first broken rule.
   *
   * @param uploaded whether an address is that of an upload that is still kept
   */
  static Optional<PoyoProblem> broken(JsonNode body, Predicate<String> uploaded) {
    if (!body.isObject()) {
      return refused("the body is no object");
    }
    JsonNode input = body.path("input");
    return unknown(body, FIELDS, "")
        .or(() -> model(body.path("model")))
        .or(() -> input.isObject() ? unknown(input, INPUTS, "input.") : refused("input"))
        .or(() -> prompt(input.path("prompt")))
        .or(() ->
            PoyoSizes.read(input.path("size")).isPresent()
                ? Optional.empty()
                : refused("input.size: not a size of this model"))
        .or(() -> count(input.path("n")))
        .or(() -> flag(input.path("enable_safety_checker")))
        .or(() -> references(body, input.path("image_urls"), uploaded))
        .or(() -> callback(body.path("callback_url")));
  }

  private static Optional<PoyoProblem> unknown(JsonNode object, Set<String> known, String prefix) {
    return object.propertyNames().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .map(name -> PoyoProblem.parameter(prefix + name + ": unknown field"));
  }

  private static Optional<PoyoProblem> model(JsonNode model) {
    return MODELS.contains(model.asString(""))
        ? Optional.empty()
        : Optional.of(new PoyoProblem(404, "resource_not_found_error", "no such model"));
  }

  private static Optional<PoyoProblem> prompt(JsonNode prompt) {
    String text = prompt.isString() ? prompt.stringValue() : "";
    if (text.isBlank()) {
      return refused("input.prompt: missing");
    }
    return text.codePointCount(0, text.length()) > LONGEST_PROMPT
        ? Optional.of(new PoyoProblem(400, "content_too_long_error", "the prompt is too long"))
        : Optional.empty();
  }

  private static Optional<PoyoProblem> count(JsonNode n) {
    boolean legal =
        n.isMissingNode() || (n.isInt() && n.intValue() >= 1 && n.intValue() <= MOST_PICTURES);
    return legal ? Optional.empty() : refused("input.n: must be an integer from 1 to 15");
  }

  private static Optional<PoyoProblem> flag(JsonNode flag) {
    return flag.isMissingNode() || flag.isBoolean()
        ? Optional.empty()
        : refused("input.enable_safety_checker: must be a boolean");
  }

  private static Optional<PoyoProblem> references(
      JsonNode body, JsonNode urls, Predicate<String> uploaded) {
    if (urls.isMissingNode()) {
      return body.path("model").asString("").equals(EDIT)
          ? refused("input.image_urls: required")
          : Optional.empty();
    }
    if (!urls.isArray() || urls.isEmpty() || urls.size() > MOST_REFERENCES) {
      return refused("input.image_urls: 1 to 10");
    }
    return urls.values().stream().allMatch(url -> uploaded.test(url.asString("")))
        ? Optional.empty()
        : Optional.of(PoyoProblem.reference("input.image_urls: no upload that is still kept"));
  }

  private static Optional<PoyoProblem> callback(JsonNode url) {
    if (url.isMissingNode()) {
      return Optional.empty();
    }
    String text = url.asString("");
    return text.matches("https?://.+") && text.length() <= LONGEST_URL
        ? Optional.empty()
        : refused("callback_url: must be an address");
  }

  private static Optional<PoyoProblem> refused(String message) {
    return Optional.of(PoyoProblem.parameter(message));
  }
}
