package darkroom.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What every string must obey whatever its field: one database cannot store NUL, neither can write
 * half a surrogate pair as UTF-8, and only references may be long.
 */
public final class StringCheck {
  /** 64 kB. */
  static final int MAX_BYTES = 65_536;

  private StringCheck() {}

  /**
   * What is wrong with the texts of a submit that stand beside its input; they mean nothing, but
   * may not be long for that. The fields that mean something have rules of their own.
   */
  public static Optional<InputProblem> besideInput(JsonNode body, Set<String> known) {
    var problems = new ArrayList<InputProblem>();
    for (var field : body.properties()) {
      if (!known.contains(field.getKey())) {
        check(Shown.of(field.getKey()), field.getValue(), MAX_BYTES, problems);
      }
    }
    return problems.stream().findFirst();
  }

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
