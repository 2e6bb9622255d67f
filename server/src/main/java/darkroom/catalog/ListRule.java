package darkroom.catalog;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An array whose items all obey one rule.
 *
 * @param noun what the items are called, in the plural
 */
record ListRule(int minItems, int maxItems, FieldRule items, String noun) implements FieldRule {

  @Override
  public void check(String field, JsonNode value, List<InputProblem> problems) {
    if (!value.isArray()) {
      problems.add(InputProblem.of(field, "must be an array of " + range()));
      return;
    }
    if (value.size() < minItems || value.size() > maxItems) {
      problems.add(InputProblem.of(field, words()));
      return;
    }
    for (int i = 0; i < value.size(); i++) {
      items.check(field + "[" + i + "]", value.get(i), problems);
    }
  }

  @Override
  public String words() {
    return "must hold " + range();
  }

  /** References may be data URIs; whoever reads those limits them. */
  @Override
  public int maxBytes() {
    return Integer.MAX_VALUE;
  }

  private String range() {
    return minItems + " to " + maxItems + " " + noun;
  }
}
