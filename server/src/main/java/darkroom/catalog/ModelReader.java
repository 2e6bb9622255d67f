package darkroom.catalog;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads one descriptor; the format is described in {@code models/README.md}. */
final class ModelReader {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._/-]{0,99}");
  private static final Pattern ENGINE = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final int MOST_PICTURES = 100;

  private ModelReader() {}

  /** Empty when something was wrong, which then stands among the problems. */
  static Optional<Model> read(DescriptorFile file, List<String> problems) {
    try {
      if (CatalogJson.MAPPER.readTree(file.text()) instanceof ObjectNode node) {
        return read(new DescriptorObject(file.name() + ": ", node, problems), node);
      }
      problems.add(file.name() + ": must be a JSON object");
    } catch (JacksonException e) {
      problems.add(
          file.name() + ": line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
    }
    return Optional.empty();
  }

  private static Optional<Model> read(DescriptorObject root, ObjectNode node) {
    String id = root.text("id");
    if (!ID.matcher(id).matches()) {
      root.problem("id", "must be lower-case letters, digits and ._/- (at most 100)");
    }
    String title = root.text("title");
    String description = root.text("description");
    String category = root.text("category");
    List<String> tags = root.texts("tags");
    List<String> engines = root.texts("engines");
    if (!engines.stream().allMatch(name -> ENGINE.matcher(name).matches())) {
      root.problem("engines", "names must be lower-case letters, digits and -");
    }
    Optional<Price> price = root.object("price").flatMap(Price::read);
    Optional<SizeRules> sizes =
        root.object("sizes")
            .flatMap(SizeRulesReader::read)
            .flatMap(rules -> standardSize(rules, root, node));
    Optional<InputSchema> input =
        root.object("input").flatMap(schema -> InputSchema.read(schema, sizes));
    input.ifPresent(schema -> checkFields(schema, root));
    root.refuseOtherKeys();
    if (!root.clean() || price.isEmpty() || sizes.isEmpty() || input.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Model(
            id,
            title,
            description,
            category,
            tags,
            input.get(),
            sizes.get(),
            price.get(),
            engines));
  }

  /** The published schema's default is the only place that states it. */
  private static Optional<SizeRules> standardSize(
      SizeRules rules, DescriptorObject root, ObjectNode node) {
    JsonNode standard = node.at("/input/properties/size/default");
    return switch (rules.normalise(standard)) {
      case SizeResult.Accepted(Size size) when standard.isString() ->
          Optional.of(rules.withStandard(size));
      case SizeResult.Accepted _ -> {
        root.problem("input.properties.size.default", "must be a size as a string");
        yield Optional.empty();
      }
      case SizeResult.Refused(String rule) -> {
        root.problem("input.properties.size.default", rule);
        yield Optional.empty();
      }
    };
  }

  private static void checkFields(InputSchema schema, DescriptorObject root) {
    for (SchemaField field : schema.fields()) {
      String key = "input.properties." + Shown.of(field.name()) + ": ";
      Class<? extends FieldRule> kind = InputField.KINDS.get(field.name());
      if (kind == null) {
        String known = String.join(", ", new TreeSet<>(InputField.KINDS.keySet()));
        root.problem(key + "this release knows no such field (known: " + known + ")");
      } else if (!kind.isInstance(field.rule())) {
        root.problem(key + "must have the type it has in every model");
      } else if (field.name().equals(InputField.N)
          && field.rule() instanceof IntegerRule(long minimum, long maximum)
          && (minimum < 1 || maximum > MOST_PICTURES)) {
        root.problem(key + "minimum and maximum must be within 1 to " + MOST_PICTURES);
      }
    }
    boolean promptRequired =
        schema.fields().stream()
            .anyMatch(field -> field.name().equals(InputField.PROMPT) && field.required());
    if (!promptRequired) {
      root.problem("input.required", "must name prompt");
    }
  }
}
