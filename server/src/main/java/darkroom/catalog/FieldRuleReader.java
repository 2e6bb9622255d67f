package darkroom.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads the rule of one property from its JSON Schema. {@code title}, {@code description}, {@code
 * examples} and {@code default} are for readers of the published schema and no part of the rule.
 */
final class FieldRuleReader {
  private static final List<String> ANNOTATIONS = List.of("title", "description", "examples");

  /** Groups, alternatives and references to groups. */
  private static final Pattern UNTAMED = Pattern.compile("[(|]|\\\\[0-9k]");

  private FieldRuleReader() {}

  /** Empty when something was wrong, which the node has then noted, or with the sizes. */
  static Optional<FieldRule> read(DescriptorObject node, Optional<SizeRules> sizes) {
    ANNOTATIONS.forEach(node::value);
    String format = node.optionalText("format").orElse("");
    // without a type, so that the official command line sends a size as the string it was given
    if (format.equals("size")) {
      return sizes.map(SizeRule::new);
    }
    FieldRule rule =
        switch (node.text("type")) {
          case "string" -> text(node, format);
          case "integer" -> integer(node);
          case "boolean" -> new FlagRule();
          case "array" -> list(node);
          case String _ -> {
            node.problem("type", "must be string, integer, boolean or array (or format: size)");
            yield new FlagRule();
          }
        };
    return node.clean() ? Optional.of(rule) : Optional.empty();
  }

  private static FieldRule text(DescriptorObject node, String format) {
    if (!format.isEmpty() && !format.equals("uri")) {
      node.problem("format", "must be uri or size");
    }
    int minLength = count(node, "minLength", 0);
    int maxLength = count(node, "maxLength", Integer.MAX_VALUE);
    if (minLength > maxLength) {
      node.problem("minLength", "must not be above maxLength");
    }
    List<String> choices = node.value("enum").isPresent() ? node.texts("enum") : List.of();
    return new TextRule(minLength, maxLength, choices, form(node));
  }

  /** JSON Schema has no place for a rule in words, and a caller cannot read a pattern. */
  private static Optional<TextRule.Form> form(DescriptorObject node) {
    Optional<String> pattern = node.optionalText("pattern");
    Optional<String> words = node.optionalText("x-rule");
    if (pattern.isPresent() != words.isPresent()) {
      node.problem("pattern", "goes with x-rule, the same in words");
    }
    if (pattern.isEmpty() || words.isEmpty()) {
      return Optional.empty();
    }
    if (!isLinear(pattern.get())) {
      node.problem(
          "pattern", "must hold no group, no | and at most one repetition, then begin with ^");
      return Optional.empty();
    }
    try {
      // as in ECMAScript, whose \s knows the blanks of Unicode
      Pattern compiled = Pattern.compile(pattern.get(), Pattern.UNICODE_CHARACTER_CLASS);
      return Optional.of(new TextRule.Form(compiled, words.get()));
    } catch (PatternSyntaxException e) {
      node.problem("pattern", e.getDescription());
      return Optional.empty();
    }
  }

  /** Java's engine backtracks; one repetition tied to the start cannot make it slow. */
  private static boolean isLinear(String pattern) {
    if (UNTAMED.matcher(pattern).find()) {
      return false;
    }
    long repetitions = pattern.chars().filter(c -> "?*+{".indexOf(c) >= 0).count();
    return repetitions == 0 || (repetitions == 1 && pattern.startsWith("^"));
  }

  private static FieldRule integer(DescriptorObject node) {
    long minimum = node.integer("minimum", -1_000_000_000, 1_000_000_000);
    long maximum = node.integer("maximum", -1_000_000_000, 1_000_000_000);
    if (minimum > maximum) {
      node.problem("minimum", "must not be above maximum");
    }
    return new IntegerRule(minimum, maximum);
  }

  private static FieldRule list(DescriptorObject node) {
    int minItems = (int) node.integer("minItems", 0, 1000);
    int maxItems = (int) node.integer("maxItems", 1, 1000);
    if (minItems > maxItems) {
      node.problem("minItems", "must not be above maxItems");
    }
    List<FieldRule> items = new ArrayList<>();
    String noun = "strings";
    Optional<DescriptorObject> item = node.object("items");
    if (item.isPresent()) {
      if (!item.get().text("type").equals("string")) {
        item.get().problem("type", "must be string");
      }
      String format = item.get().optionalText("format").orElse("");
      items.add(text(item.get(), format));
      noun = format.equals("uri") ? "URLs" : noun;
      ANNOTATIONS.forEach(item.get()::value);
      item.get().refuseOtherKeys();
    }
    // without items a problem stands already, and the rule is thrown away
    FieldRule rule = items.isEmpty() ? new FlagRule() : items.getFirst();
    return new ListRule(minItems, maxItems, rule, noun);
  }

  private static int count(DescriptorObject node, String key, int fallback) {
    OptionalLong count = node.optionalInteger(key, 0, Integer.MAX_VALUE);
    return count.isPresent() ? (int) count.getAsLong() : fallback;
  }
}
