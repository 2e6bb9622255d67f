package darkroom.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of a model's input, as published, and the check that goes with it. Knows the
 * subset of 2020-12 that {@link FieldRuleReader} reads; a descriptor with any other keyword is
 * refused, so nothing is published that is not checked. Immutable.
 */
public final class InputSchema {
  private final ObjectNode json;
  private final List<SchemaField> fields;
  private final Set<String> names;

  private InputSchema(ObjectNode json, List<SchemaField> fields) {
    this.json = json;
    this.fields = List.copyOf(fields);
    this.names = fields.stream().map(SchemaField::name).collect(Collectors.toUnmodifiableSet());
  }

  /** A fresh copy of the schema as published; properties stand in the descriptor's order. */
  public ObjectNode json() {
    return json.deepCopy();
  }

  /**
   * Every rule that the input breaks, in the order of the fields; empty when it is fine. Unknown
   * keys mean nothing, but their strings must be decent too.
   */
  public List<InputProblem> check(@Nullable JsonNode input) {
    if (input == null || !input.isObject()) {
      return List.of(InputProblem.of("input", "must be an object"));
    }
    List<InputProblem> problems = new ArrayList<>();
    fields.forEach(field -> field.check(input, problems));
    for (var unknown : input.properties()) {
      if (!names.contains(unknown.getKey())) {
        String field = "input." + Shown.of(unknown.getKey());
        StringCheck.check(field, unknown.getValue(), StringCheck.MAX_BYTES, problems);
      }
    }
    return List.copyOf(problems);
  }

  /** What a field counts as: the value given, else its default, else nothing. */
  Optional<JsonNode> value(JsonNode input, String name) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .flatMap(field -> field.given(input).or(field::standard));
  }

  List<SchemaField> fields() {
    return fields;
  }

  /** Reads {@code input} of a descriptor; empty when something was wrong with it. */
  static Optional<InputSchema> read(DescriptorObject schema, Optional<SizeRules> sizes) {
    if (!schema.text("type").equals("object")) {
      schema.problem("type", "must be object");
    }
    List<String> required = schema.texts("required");
    List<SchemaField> fields = new ArrayList<>();
    Optional<DescriptorObject> properties = schema.object("properties");
    Set<String> unknown = new TreeSet<>(required);
    if (properties.isPresent()) {
      for (String name : properties.get().keys()) {
        unknown.remove(name);
        properties
            .get()
            .object(name)
            .flatMap(node -> field(name, required.contains(name), node, sizes))
            .ifPresent(fields::add);
      }
    }
    unknown.forEach(name -> schema.problem("required", Shown.of(name) + " is no property"));
    schema.refuseOtherKeys();
    return schema.clean() ? Optional.of(new InputSchema(schema.copy(), fields)) : Optional.empty();
  }

  private static Optional<SchemaField> field(
      String name, boolean required, DescriptorObject node, Optional<SizeRules> sizes) {
    Optional<JsonNode> standard = node.value("default");
    Optional<FieldRule> rule = FieldRuleReader.read(node, sizes);
    node.refuseOtherKeys();
    if (rule.isPresent() && standard.isPresent()) {
      List<InputProblem> problems = new ArrayList<>();
      rule.get().check("default", standard.get(), problems);
      problems.forEach(problem -> node.problem(problem.message()));
    }
    return rule.map(found -> new SchemaField(name, required, found, standard));
  }
}
