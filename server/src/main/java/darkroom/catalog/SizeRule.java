package darkroom.catalog;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** A size in one of the forms of {@link SizeRules}. */
record SizeRule(SizeRules sizes) implements FieldRule {

  @Override
  public void check(String field, JsonNode value, List<InputProblem> problems) {
    switch (sizes.normalise(value)) {
      case SizeResult.Accepted _ -> {}
      case SizeResult.Refused(String rule) -> problems.add(InputProblem.of(field, rule));
    }
  }

  @Override
  public String words() {
    return "must be a size";
  }
}
