package darkroom.fake.ark;

import darkroom.fake.kit.Pixels;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What Ark refuses in a body, as its documents state it, and two things that it would take but a
 * good client never sends: a watermark, and the address of a reference. Stateless.
 */
final class ArkCheck {
  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "prompt",
          "image",
          "size",
          "sequential_image_generation",
          "sequential_image_generation_options",
          "stream",
          "response_format",
          "watermark",
          "optimize_prompt_options",
          "output_format",
          "tools");
  private static final int MOST_IN_A_GROUP = 15;

  private ArkCheck() {}

  /** The first broken rule. */
  static Optional<ArkProblem> broken(JsonNode body) {
    Optional<ArkModel> model = ArkModel.of(body.path("model").asString(""));
    if (model.isEmpty()) {
      return Optional.of(new ArkProblem(404, "InvalidEndpointOrModel.NotFound", "no such model"));
    }
    return fields(body, model.get())
        .or(() -> prompt(body))
        .or(() -> switches(body, model.get()))
        .or(() -> size(body.path("size"), model.get()))
        .or(() -> ArkReferences.broken(body.path("image"), model.get()))
        .or(() -> group(body, model.get()));
  }

  private static Optional<ArkProblem> fields(JsonNode body, ArkModel model) {
    for (String field : body.propertyNames()) {
      boolean known =
          switch (field) {
            case "output_format" -> model.isFifth();
            case "tools" -> model.searches();
            default -> FIELDS.contains(field);
          };
      if (!known) {
        return Optional.of(new ArkProblem(400, "InvalidParameter.UnsupportedParameter", field));
      }
    }
    return options(body, "optimize_prompt_options", "mode")
        .or(() -> options(body, "sequential_image_generation_options", "max_images"));
  }

  /** An object with that field and no other. */
  private static Optional<ArkProblem> options(JsonNode body, String name, String field) {
    JsonNode given = body.path(name);
    boolean fine =
        given.isMissingNode()
            || (given.isObject() && given.propertyNames().stream().allMatch(field::equals));
    return fine
        ? Optional.empty()
        : Optional.of(new ArkProblem(400, "InvalidParameter.UnsupportedParameter", name));
  }

  private static Optional<ArkProblem> prompt(JsonNode body) {
    return body.path("prompt").asString("").isBlank()
        ? Optional.of(new ArkProblem(400, "MissingParameter.prompt", "prompt"))
        : Optional.empty();
  }

  private static Optional<ArkProblem> switches(JsonNode body, ArkModel model) {
    if (!body.path("watermark").isBoolean() || body.path("watermark").booleanValue()) {
      return refused("watermark must be false here");
    }
    JsonNode stream = body.path("stream");
    boolean flag = stream.isMissingNode() || stream.isBoolean();
    if (!flag || (stream.asBoolean(false) && !model.streams())) {
      return refused("stream");
    }
    if (!isOneOf(body.path("response_format"), "url", "b64_json")) {
      return refused("response_format");
    }
    if (!isOneOf(body.path("output_format"), "png", "jpeg")) {
      return refused("output_format");
    }
    JsonNode mode = body.path("optimize_prompt_options").path("mode");
    boolean legal =
        model.optimizesFast() ? isOneOf(mode, "standard", "fast") : isOneOf(mode, "standard");
    return legal ? Optional.empty() : refused("optimize_prompt_options.mode");
  }

  private static boolean isOneOf(JsonNode value, String... legal) {
    return value.isMissingNode() || Set.of(legal).contains(value.asString(""));
  }

  private static Optional<ArkProblem> size(JsonNode given, ArkModel model) {
    if (given.isMissingNode() || model.hasTier(given.asString(""))) {
      return Optional.empty();
    }
    Pixels size;
    try {
      // a tier of another model would be read as pixels
      size = Pixels.of(given.asString("").replace("K", "?"));
    } catch (IllegalArgumentException e) {
      return refused("size");
    }
    if (model.isTooSmall(size)) {
      return refused("image size must be at least " + model.leastArea() + " pixels");
    }
    boolean slim = size.width() > 16L * size.height() || size.height() > 16L * size.width();
    return model.isTooLarge(size) || slim
        ? refused("the specified size is not supported for model " + model)
        : Optional.empty();
  }

  private static Optional<ArkProblem> group(JsonNode body, ArkModel model) {
    JsonNode mode = body.path("sequential_image_generation");
    if (!isOneOf(mode, "auto", "disabled")) {
      return refused("sequential_image_generation");
    }
    boolean auto = mode.asString("").equals("auto");
    JsonNode most = body.path("sequential_image_generation_options").path("max_images");
    if ((auto && !model.makesGroups()) || (!auto && !most.isMissingNode())) {
      return refused("sequential_image_generation_options");
    }
    if (most.isMissingNode()) {
      return Optional.empty();
    }
    int images = most.asInt(0);
    return images < 1 || images + body.path("image").size() > MOST_IN_A_GROUP
        ? refused("max_images")
        : Optional.empty();
  }

  private static Optional<ArkProblem> refused(String message) {
    return Optional.of(ArkProblem.parameter(message));
  }
}
