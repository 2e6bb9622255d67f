package darkroom.catalog;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A string.
 *
 * @param minLength in Unicode code points
 * @param maxLength in Unicode code points; {@code Integer.MAX_VALUE} when there is no limit
 * @param choices the values allowed; empty when any is
 * @param form a pattern to be found, with its rule in words
 */
record TextRule(int minLength, int maxLength, List<String> choices, Optional<Form> form)
    implements FieldRule {

  /**
   * What a value has to contain.
   *
   * @param words the rule, beginning with "must"
   */
  record Form(Pattern pattern, String words) {}

  TextRule {
    choices = List.copyOf(choices);
  }

  @Override
  public void check(String field, JsonNode value, List<InputProblem> problems) {
    if (!value.isString()) {
      problems.add(InputProblem.of(field, words()));
      return;
    }
    String text = value.stringValue();
    int length = text.codePointCount(0, text.length());
    if (length > maxLength) {
      problems.add(InputProblem.tooLong(field, lengthRule(length, "at most " + maxLength)));
    } else if (length < minLength) {
      problems.add(InputProblem.of(field, lengthRule(length, "at least " + minLength)));
    } else if (!choices.isEmpty() && !choices.contains(text)) {
      problems.add(InputProblem.of(field, words()));
    } else if (form.isPresent() && !form.get().pattern().matcher(text).find()) {
      problems.add(InputProblem.of(field, form.get().words()));
    }
  }

  @Override
  public String words() {
    if (!choices.isEmpty()) {
      return "must be one of " + String.join(", ", choices);
    }
    String most = maxLength == Integer.MAX_VALUE ? "" : " of at most " + maxLength + " characters";
    return "must be a string" + most;
  }

  private static String lengthRule(int length, String limit) {
    return "has " + length + " characters, must have " + limit;
  }
}
