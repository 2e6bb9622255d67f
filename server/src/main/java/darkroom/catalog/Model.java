package darkroom.catalog;

import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One model as its descriptor states it. Immutable.
 *
 * @param id what callers name, such as {@code seedream-4.5}
 * @param category group in the catalog
 * @param engines names of the engines that can draw it, the preferred one first; at least one
 */
public record Model(
    String id,
    String title,
    String description,
    String category,
    List<String> tags,
    InputSchema input,
    SizeRules sizes,
    Price price,
    List<String> engines) {

  public Model {
    tags = List.copyOf(tags);
    engines = List.copyOf(engines);
  }

  /** Whether a caller could submit this prompt, whatever else he would have to send. */
  public boolean allowsPrompt(String prompt) {
    JsonNode given = JsonNodeFactory.instance.objectNode().put(InputField.PROMPT, prompt);
    return input.check(given).stream()
        .noneMatch(problem -> problem.field().equals("input." + InputField.PROMPT));
  }

  /** Fills in the defaults. Only for an input in which {@link InputSchema#check} found nothing. */
  ImageInput normalise(JsonNode given) {
    return new ImageInput(
        input.value(given, InputField.PROMPT).orElseThrow().stringValue(),
        size(given),
        n(given),
        input.value(given, InputField.IMAGE_URLS).stream()
            .flatMap(urls -> urls.values().stream())
            .map(JsonNode::stringValue)
            .toList(),
        flag(given, InputField.SAFETY_CHECKER, true),
        flag(given, InputField.OPTIMIZE_PROMPT, false));
  }

  private Size size(JsonNode given) {
    return switch (sizes.normalise(given.get(InputField.SIZE))) {
      case SizeResult.Accepted(Size size) -> size;
      case SizeResult.Refused(String rule) -> throw new IllegalStateException(rule);
    };
  }

  /** A model whose schema lacks {@code n} makes one picture. */
  private int n(JsonNode given) {
    OptionalLong n = JsonInteger.of(input.value(given, InputField.N).orElse(null));
    return Math.toIntExact(n.orElse(1));
  }

  private boolean flag(JsonNode given, String name, boolean fallback) {
    return input.value(given, name).map(JsonNode::booleanValue).orElse(fallback);
  }
}
