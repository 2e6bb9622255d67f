package darkroom.catalog;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What one field must obey. Rules are immutable and never change the value they look at. */
sealed interface FieldRule permits TextRule, IntegerRule, FlagRule, ListRule, SizeRule {

  /**
   * Adds what is wrong.
   *
   * @param field name for messages, such as {@code input.n}
   * @param value present and not {@code null}
   */
  void check(String field, JsonNode value, List<InputProblem> problems);

  /** The whole rule in words, beginning with "must". */
  String words();

  /** Greatest length in UTF-8 of each string within the field. */
  default int maxBytes() {
    return StringCheck.MAX_BYTES;
  }
}
