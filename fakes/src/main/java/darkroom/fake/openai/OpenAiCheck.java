package darkroom.fake.openai;

import darkroom.fake.kit.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a dialect refuses in a request, whether it came as JSON or as a form. Stateless. */
final class OpenAiCheck {
  private static final int MOST_SIDE = 4_096;
  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{1,3}x[1-9][0-9]{1,3}");
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]?");
  private static final Pattern TAG =
      Pattern.compile("<sd_cpp_extra_args>(.*?)</sd_cpp_extra_args>");
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "quality", List.of("low", "medium", "high", "auto"),
          "background", List.of("transparent", "opaque", "auto"),
          "moderation", List.of("low", "auto"),
          "input_fidelity", List.of("high", "low"));

  private OpenAiCheck() {}

  /**
   * The first broken rule.
   *
   * @param form whether it came as parts, where a number is a text
   */
  static Optional<OpenAiProblem> broken(
      OpenAiDialect dialect, boolean edit, JsonNode body, boolean form) {
    if (!body.isObject()) {
      return refused(dialect, "", "the body is no object");
    }
    for (String field : body.propertyNames()) {
      if (!dialect.fields(edit).contains(field)) {
        return Optional.of(
            OpenAiProblem.of(
                dialect, "unknown_parameter", field, "Unknown parameter: '" + field + "'."));
      }
    }
    return prompt(dialect, body)
        .or(() -> model(dialect, body))
        .or(() -> count(dialect, body, form))
        .or(() -> size(dialect, body))
        .or(() -> words(dialect, body))
        .or(() -> formats(dialect, edit, body))
        .or(() -> OpenAiReferences.broken(dialect, edit, body, form));
  }

  /** What a prompt orders by tag; only stable-diffusion.cpp looks for it. */
  static Optional<String> orders(OpenAiDialect dialect, String prompt) {
    var tag = TAG.matcher(prompt);
    return dialect == OpenAiDialect.SD_SERVER && tag.find()
        ? Optional.of(tag.group(1))
        : Optional.empty();
  }

  private static Optional<OpenAiProblem> prompt(OpenAiDialect dialect, JsonNode body) {
    JsonNode prompt = body.path("prompt");
    if (!prompt.isString() || prompt.stringValue().isBlank()) {
      return Optional.of(
          OpenAiProblem.of(dialect, "missing_required_parameter", "prompt", "prompt required"));
    }
    if (dialect == OpenAiDialect.OPENAI
        && prompt.stringValue().length()
            > OpenAiModels.mostPrompt(body.path("model").asString(""))) {
      return Optional.of(
          OpenAiProblem.of(dialect, "string_above_max_length", "prompt", "prompt is too long"));
    }
    Optional<String> orders = orders(dialect, prompt.stringValue());
    try {
      orders.ifPresent(Json.MAPPER::readTree);
      return Optional.empty();
    } catch (JacksonException e) {
      return refused(dialect, "prompt", "invalid sd_cpp_extra_args");
    }
  }

  private static Optional<OpenAiProblem> model(OpenAiDialect dialect, JsonNode body) {
    String model = body.path("model").asString("");
    boolean unknown =
        switch (dialect) {
          case OPENAI -> !OpenAiModels.knows(model);
          case TOGETHER -> !model.contains("/");
          case LOCALAI, SD_SERVER, VLLM_OMNI, SGLANG -> false;
        };
    return unknown
        ? Optional.of(
            new OpenAiProblem(404, "model_not_found", "model", "The model does not exist."))
        : Optional.empty();
  }

  private static Optional<OpenAiProblem> count(OpenAiDialect dialect, JsonNode body, boolean form) {
    JsonNode n = body.path("n");
    if (n.isMissingNode()) {
      return Optional.empty();
    }
    boolean number = form ? n.isString() && COUNT.matcher(n.stringValue()).matches() : n.isInt();
    int count = number ? n.asInt() : 0;
    int most = body.path("model").asString("").equals("dall-e-3") ? 1 : dialect.mostPictures();
    return count < 1 || count > most ? refused(dialect, "n", "n: 1.." + most) : Optional.empty();
  }

  private static Optional<OpenAiProblem> size(OpenAiDialect dialect, JsonNode body) {
    if (dialect == OpenAiDialect.TOGETHER) {
      boolean fine = side(body.path("width")) && side(body.path("height"));
      return fine ? Optional.empty() : refused(dialect, "width", "width and height: 64..4096");
    }
    JsonNode size = body.path("size");
    if (size.isMissingNode()) {
      return Optional.empty();
    }
    String text = size.asString("");
    boolean fine =
        dialect == OpenAiDialect.OPENAI
            ? OpenAiModels.makes(body.path("model").asString(""), text)
            : SIZE.matcher(text).matches()
                && List.of(text.split("x", 2)).stream()
                    .allMatch(side -> Integer.parseInt(side) <= MOST_SIDE);
    return fine ? Optional.empty() : refused(dialect, "size", "Invalid size: '" + text + "'.");
  }

  private static boolean side(JsonNode side) {
    return side.isMissingNode()
        || (side.isInt() && side.intValue() >= 64 && side.intValue() <= MOST_SIDE);
  }

  private static Optional<OpenAiProblem> words(OpenAiDialect dialect, JsonNode body) {
    if (dialect != OpenAiDialect.OPENAI) {
      return Optional.empty();
    }
    return WORDS.entrySet().stream()
        .filter(rule -> body.has(rule.getKey()))
        .filter(rule -> !rule.getValue().contains(body.path(rule.getKey()).asString("")))
        .map(rule -> OpenAiProblem.of(dialect, "invalid_value", rule.getKey(), "not such a word"))
        .findFirst();
  }

  /** Formats of files and of answers; what a fake cannot do counts as forbidden. */
  private static Optional<OpenAiProblem> formats(
      OpenAiDialect dialect, boolean edit, JsonNode body) {
    JsonNode output = body.path("output_format");
    if (!output.isMissingNode() && !List.of("png", "jpeg").contains(output.asString(""))) {
      return refused(dialect, "output_format", "png or jpeg");
    }
    if (body.path("stream").asBoolean(false)) {
      return refused(dialect, "stream", "this fake does not stream");
    }
    JsonNode response = body.path("response_format");
    if (response.isMissingNode()) {
      return Optional.empty();
    }
    List<String> allowed =
        switch (dialect) {
          case OPENAI ->
              OpenAiModels.isDallE(body.path("model").asString(""))
                  ? List.of("url", "b64_json")
                  : List.of();
          case LOCALAI, SGLANG -> List.of("url", "b64_json");
          case VLLM_OMNI -> edit ? List.of("b64_json") : List.of("b64_json", "file");
          case SD_SERVER -> List.of();
          case TOGETHER -> List.of("url", "base64");
        };
    return allowed.contains(response.asString(""))
        ? Optional.empty()
        : Optional.of(
            OpenAiProblem.of(
                dialect,
                "unknown_parameter",
                "response_format",
                "Unknown parameter: 'response_format'."));
  }

  private static Optional<OpenAiProblem> refused(
      OpenAiDialect dialect, String param, String message) {
    return Optional.of(OpenAiProblem.of(dialect, "invalid_value", param, message));
  }
}
