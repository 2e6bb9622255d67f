package darkroom.catalog;

import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** An integer within bounds, both included. */
record IntegerRule(long minimum, long maximum) implements FieldRule {

  @Override
  public void check(String field, JsonNode value, List<InputProblem> problems) {
    OptionalLong number = JsonInteger.of(value);
    if (number.isEmpty() || number.getAsLong() < minimum || number.getAsLong() > maximum) {
      problems.add(InputProblem.of(field, words()));
    }
  }

  @Override
  public String words() {
    return "must be an integer from " + minimum + " to " + maximum;
  }
}
