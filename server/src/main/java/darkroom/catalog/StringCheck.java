package darkroom.catalog;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What every string must obey whatever its field: one database cannot store NUL, neither can write
 * half a surrogate pair as UTF-8, and only references may be long.
 */
final class StringCheck {
  /** 64 kB. */
  static final int MAX_BYTES = 65_536;

  private StringCheck() {}

  /**
   * Looks at the value and everything within it; adds at most one problem. Depth is bounded by the
   * parser's limit.
   *
   * @return whether all is well
   */
  static boolean check(String field, JsonNode value, int maxBytes, List<InputProblem> problems) {
    if (value.isString()) {
      return checkText(field, value.stringValue(), maxBytes, problems);
    }
    for (JsonNode child : value.values()) {
      if (!check(field, child, maxBytes, problems)) {
        return false;
      }
    }
    return true;
  }

  private static boolean checkText(
      String field, String text, int maxBytes, List<InputProblem> problems) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == 0) {
        problems.add(InputProblem.of(field, "must not hold the character U+0000"));
        return false;
      }
      if (Character.isSurrogate(unit)) {
        if (!Character.isHighSurrogate(unit)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          problems.add(InputProblem.of(field, "must not hold half a surrogate pair"));
          return false;
        }
        i++;
        bytes += 4;
      } else {
        bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
      }
    }
    if (bytes > maxBytes) {
      problems.add(
          InputProblem.tooLong(field, "has " + bytes + " bytes, must have at most " + maxBytes));
      return false;
    }
    return true;
  }
}
