package darkroom.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of a descriptor while it is read. Wrong values are noted, not thrown, and replaced by
 * empty ones, so that an operator sees everything at once; whoever builds something from the values
 * asks {@link #clean} first. Remembers which keys were asked for: any other one is a typo. Not
 * thread-safe.
 */
final class DescriptorObject {
  private final String place;
  private final ObjectNode node;
  private final List<String> problems;
  private final int before;
  private final Set<String> asked = new LinkedHashSet<>();

  /**
   * @param place prefix of every problem, such as {@code own.json: } or {@code own.json: sizes.}
   * @param problems shared by all objects of all files
   */
  DescriptorObject(String place, ObjectNode node, List<String> problems) {
    this.place = place;
    this.node = node;
    this.problems = problems;
    this.before = problems.size();
  }

  /** A value that may be left out; {@code null} counts as left out. */
  Optional<JsonNode> value(String key) {
    asked.add(key);
    return node.optional(key).filter(value -> !value.isNull());
  }

  /** A string that must be there; empty, and a problem, when it is not. */
  String text(String key) {
    Optional<String> text = value(key).flatMap(this::notBlank);
    if (text.isEmpty()) {
      problem(key, "must be a string that is not blank");
    }
    return text.orElse("");
  }

  Optional<String> optionalText(String key) {
    return value(key).isPresent() ? Optional.of(text(key)) : Optional.empty();
  }

  /** Strings of an array that must be there and hold at least one, none twice. */
  List<String> texts(String key) {
    List<String> texts =
        value(key).filter(JsonNode::isArray).stream()
            .flatMap(array -> array.values().stream())
            .map(item -> notBlank(item).orElse(""))
            .toList();
    if (texts.isEmpty() || texts.contains("") || Set.copyOf(texts).size() < texts.size()) {
      problem(key, "must be an array of different strings, at least one");
    }
    return texts;
  }

  /** An integer that must be there; the minimum, and a problem, when it is not. */
  long integer(String key, long minimum, long maximum) {
    OptionalLong number = JsonInteger.of(value(key).orElse(null));
    if (number.isPresent() && number.getAsLong() >= minimum && number.getAsLong() <= maximum) {
      return number.getAsLong();
    }
    problem(key, "must be an integer from " + minimum + " to " + maximum);
    return minimum;
  }

  OptionalLong optionalInteger(String key, long minimum, long maximum) {
    return value(key).isPresent()
        ? OptionalLong.of(integer(key, minimum, maximum))
        : OptionalLong.empty();
  }

  /** An object that must be there. */
  Optional<DescriptorObject> object(String key) {
    Optional<JsonNode> value = value(key);
    if (value.isPresent() && value.get() instanceof ObjectNode child) {
      return Optional.of(new DescriptorObject(place + Shown.of(key) + ".", child, problems));
    }
    problem(key, "must be an object");
    return Optional.empty();
  }

  /** Keys as they stand, for an object whose keys are names. */
  List<String> keys() {
    return new ArrayList<>(node.propertyNames());
  }

  ObjectNode copy() {
    return node.deepCopy();
  }

  void problem(String key, String rule) {
    problem(Shown.of(key) + ": " + rule);
  }

  void problem(String text) {
    problems.add(place + text);
  }

  /** Call when everything was asked for. */
  void refuseOtherKeys() {
    for (String key : node.propertyNames()) {
      if (!asked.contains(key)) {
        problem(key, "no such key (known: " + String.join(", ", asked) + ")");
      }
    }
  }

  /** Whether nothing was wrong with this object and all read since it was begun. */
  boolean clean() {
    return problems.size() == before;
  }

  private Optional<String> notBlank(JsonNode value) {
    return value.stringValueOpt().filter(text -> !text.isBlank());
  }
}
