package darkroom.catalog;

/** What became of a {@code size} as given. */
public sealed interface SizeResult {

  /** One of the four forms, normalised. */
  record Accepted(Size size) implements SizeResult {}

  /**
   * None of them.
   *
   * @param rule what was expected, in words, without the name of the field
   */
  record Refused(String rule) implements SizeResult {}
}
