package darkroom.catalog;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checked input with its defaults filled in, as the task row keeps it. Needs no descriptor to be
 * read again, so a changed catalog does not change accepted tasks. Immutable.
 *
 * @param prompt as given, not blank
 * @param size exact pixels, or a tier
 * @param n pictures wanted, at least 1
 * @param imageUrls pictures to work from, in the caller's order; empty for text to image
 * @param safetyChecker whether the engine shall check its results
 * @param optimizePrompt whether the prompt may be rewritten
 */
public record ImageInput(
    String prompt,
    Size size,
    int n,
    List<String> imageUrls,
    boolean safetyChecker,
    boolean optimizePrompt) {

  public ImageInput {
    imageUrls = List.copyOf(imageUrls);
    if (n < 1) {
      throw new IllegalArgumentException("n: " + n + " (expected: at least 1)");
    }
  }

  /** The same with other references, for example resolved ones. */
  public ImageInput withImageUrls(List<String> urls) {
    return new ImageInput(prompt, size, n, urls, safetyChecker, optimizePrompt);
  }

  /** The same with a prompt that is not to be rewritten any more. */
  public ImageInput withPrompt(String rewritten) {
    return new ImageInput(rewritten, size, n, imageUrls, safetyChecker, false);
  }

  /** All fields under their wire names, always in the same order. */
  public String toJson() {
    ObjectNode json = CatalogJson.MAPPER.createObjectNode();
    json.put(InputField.PROMPT, prompt);
    json.put(InputField.SIZE, size.wire());
    json.put(InputField.N, n);
    ArrayNode urls = json.putArray(InputField.IMAGE_URLS);
    imageUrls.forEach(urls::add);
    json.put(InputField.SAFETY_CHECKER, safetyChecker);
    json.put(InputField.OPTIMIZE_PROMPT, optimizePrompt);
    return CatalogJson.MAPPER.writeValueAsString(json);
  }

  /**
   * Reads what {@link #toJson} wrote. Keys it does not know are ignored: during an upgrade a newer
   * node may have written them.
   *
   * @throws IllegalArgumentException when a field is missing or of another type
   */
  public static ImageInput fromJson(String text) {
    try {
      JsonNode json = CatalogJson.MAPPER.readTree(text);
      return new ImageInput(
          json.required(InputField.PROMPT).stringValue(),
          Size.ofWire(json.required(InputField.SIZE).stringValue()),
          json.required(InputField.N).intValue(),
          json.required(InputField.IMAGE_URLS).asArray().values().stream()
              .map(JsonNode::stringValue)
              .toList(),
          json.required(InputField.SAFETY_CHECKER).booleanValue(),
          json.required(InputField.OPTIMIZE_PROMPT).booleanValue());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("stored input: " + e.getOriginalMessage(), e);
    }
  }
}
