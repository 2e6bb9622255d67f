package darkroom.catalog;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** A boolean; {@code "true"} is none. */
record FlagRule() implements FieldRule {

  @Override
  public void check(String field, JsonNode value, List<InputProblem> problems) {
    if (!value.isBoolean()) {
      problems.add(InputProblem.of(field, words()));
    }
  }

  @Override
  public String words() {
    return "must be true or false";
  }
}
