package darkroom.catalog;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One property of an input schema.
 *
 * @param standard the value when none is given
 */
record SchemaField(String name, boolean required, FieldRule rule, Optional<JsonNode> standard) {

  /** The value as given: {@code null}, and for a list an empty array, count as absent. */
  Optional<JsonNode> given(JsonNode input) {
    return input.optional(name).filter(value -> !value.isNull() && !isEmptyList(value));
  }

  void check(JsonNode input, List<InputProblem> problems) {
    String field = "input." + name;
    Optional<JsonNode> value = given(input);
    if (value.isEmpty()) {
      if (required) {
        problems.add(InputProblem.of(field, "is required, " + rule.words()));
      }
      return;
    }
    int before = problems.size();
    rule.check(field, value.get(), problems);
    if (problems.size() == before) {
      StringCheck.check(field, value.get(), rule.maxBytes(), problems);
    }
  }

  private boolean isEmptyList(JsonNode value) {
    return rule instanceof ListRule && value.isArray() && value.isEmpty();
  }
}
