package darkroom.catalog;

import java.util.Map;

/** Wire names of the fields that an {@link ImageInput} can carry, and what kind each one is. */
final class InputField {
  static final String PROMPT = "prompt";
  static final String SIZE = "size";
  static final String N = "n";
  static final String IMAGE_URLS = "image_urls";
  static final String SAFETY_CHECKER = "enable_safety_checker";
  static final String OPTIMIZE_PROMPT = "optimize_prompt";

  /** A descriptor that lists another field is refused: what it says would be dropped silently. */
  static final Map<String, Class<? extends FieldRule>> KINDS =
      Map.of(
          PROMPT, TextRule.class,
          SIZE, SizeRule.class,
          N, IntegerRule.class,
          IMAGE_URLS, ListRule.class,
          SAFETY_CHECKER, FlagRule.class,
          OPTIMIZE_PROMPT, FlagRule.class);

  private InputField() {}
}
