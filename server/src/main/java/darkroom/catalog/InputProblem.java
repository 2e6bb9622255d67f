package darkroom.catalog;

/**
 * One rule that an input breaks.
 *
 * @param field where, such as {@code input.n} or {@code input.image_urls[2]}
 * @param message the whole sentence as a caller sees it: field, then the rule in words
 * @param kind which public error it is
 */
public record InputProblem(String field, String message, Kind kind) {

  /** What the wire has names for. */
  public enum Kind {
    /** Missing, of the wrong type or out of range. */
    VALIDATION,
    /** The prompt has too many characters or bytes. */
    PROMPT_TOO_LONG,
    /** A reference sent along is not a usable picture. */
    FILE_FORMAT
  }

  static InputProblem of(String field, String rule) {
    return new InputProblem(field, field + ": " + rule, Kind.VALIDATION);
  }

  /** A string that is too long, which for the prompt is an error of its own. */
  static InputProblem tooLong(String field, String rule) {
    Kind kind = field.equals("input." + InputField.PROMPT) ? Kind.PROMPT_TOO_LONG : Kind.VALIDATION;
    return new InputProblem(field, field + ": " + rule, kind);
  }
}
