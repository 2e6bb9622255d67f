package darkroom.fake.comfyui;

import darkroom.fake.kit.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * What the server refuses in a prompt, and what it would take but a good client never sends: a
 * field or an input that nothing reads, no id of its own, the address of a picture. For one
 * request.
 */
final class ComfyCheck {
  private static final Set<String> FIELDS =
      Set.of(
          "prompt",
          "client_id",
          "prompt_id",
          "extra_data",
          "number",
          "front",
          "partial_execution_targets");

  private final JsonNode body;
  private final Predicate<String> uploaded;
  private final Faults faults;

  /**
   * @param uploaded whether there is a file of that name among the inputs
   */
  ComfyCheck(JsonNode body, Predicate<String> uploaded, Faults faults) {
    this.body = body;
    this.uploaded = uploaded;
    this.faults = faults;
  }

  Optional<ComfyProblem> broken() {
    for (String field : body.propertyNames()) {
      if (!FIELDS.contains(field)) {
        return fault("unknown field " + field);
      }
    }
    JsonNode graph = body.path("prompt");
    if (!graph.isObject()) {
      faults.add("no prompt");
      return Optional.of(ComfyProblem.of("no_prompt", "No prompt provided"));
    }
    return id().or(() -> nodes(graph)).or(() -> inputs(graph));
  }

  /** Its own Python compares the id with its canonical form, letter by letter. */
  private Optional<ComfyProblem> id() {
    JsonNode id = body.path("prompt_id");
    if (id.isMissingNode()) {
      return fault("no prompt_id");
    }
    if (isCanonical(id.asString(""))) {
      return Optional.empty();
    }
    faults.add("prompt_id is no UUID in canonical form");
    return Optional.of(ComfyProblem.of("invalid_prompt_id", "prompt_id must be a valid UUID"));
  }

  private static boolean isCanonical(String id) {
    try {
      return UUID.fromString(id).toString().equals(id);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<ComfyProblem> nodes(JsonNode graph) {
    boolean output = false;
    for (Map.Entry<String, JsonNode> node : graph.properties()) {
      String type = node.getValue().path("class_type").asString("");
      if (type.isEmpty()) {
        return Optional.of(
            ComfyProblem.of("invalid_prompt", "a node is missing the class_type property"));
      }
      Optional<ComfyNode> known = ComfyNode.of(type);
      if (known.isEmpty()) {
        return Optional.of(ComfyProblem.of("missing_node_type", "Node '" + type + "' not found"));
      }
      output |= known.get().isOutput();
    }
    return output
        ? Optional.empty()
        : Optional.of(ComfyProblem.of("prompt_no_outputs", "Prompt has no outputs"));
  }

  private Optional<ComfyProblem> inputs(JsonNode graph) {
    var errors = new ArrayList<ComfyProblem.OfNode>();
    for (Map.Entry<String, JsonNode> node : graph.properties()) {
      ComfyNode known = ComfyNode.of(node.getValue().path("class_type").asString()).orElseThrow();
      JsonNode inputs = node.getValue().path("inputs");
      for (ComfyNode.Input input : known.inputs()) {
        JsonNode value = inputs.path(input.name());
        wrong(graph, value, input)
            .ifPresent(type ->
                errors.add(
                    new ComfyProblem.OfNode(node.getKey(), known.name(), type, input.name())));
      }
      List<String> names = known.inputs().stream().map(ComfyNode.Input::name).toList();
      for (Map.Entry<String, JsonNode> given : inputs.properties()) {
        if (!names.contains(given.getKey())) {
          return fault("unknown input " + known + "." + given.getKey());
        }
        if (isAddress(given)) {
          return fault("an address in " + known + "." + given.getKey());
        }
      }
    }
    return errors.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ComfyProblem(
                "prompt_outputs_failed_validation", "Prompt outputs failed validation", errors));
  }

  /** A prompt may speak of one. */
  private static boolean isAddress(Map.Entry<String, JsonNode> given) {
    boolean words = given.getKey().equals("text") || given.getKey().equals("prompt");
    return !words && given.getValue().asString("").matches("(?is)(https?:|data:).*");
  }

  /** The server's word for what is wrong with an input; empty when nothing is. */
  private Optional<String> wrong(JsonNode graph, JsonNode value, ComfyNode.Input input) {
    if (value.isMissingNode()) {
      return input.optional() ? Optional.empty() : Optional.of("required_input_missing");
    }
    if (input.kind() == '*' || value.isArray()) {
      boolean link = value.isArray() && value.size() == 2 && value.get(1).isIntegralNumber();
      return link && graph.has(value.path(0).asString(""))
          ? Optional.empty()
          : Optional.of("bad_linked_input");
    }
    return switch (input.kind()) {
      case 'i' ->
          value.isIntegralNumber() ? range(value, input) : Optional.of("invalid_input_type");
      case 'n' -> value.isNumber() ? Optional.empty() : Optional.of("invalid_input_type");
      case 'f' ->
          uploaded.test(value.asString(""))
              ? Optional.empty()
              : Optional.of("custom_validation_failed");
      default -> value.isString() ? Optional.empty() : Optional.of("invalid_input_type");
    };
  }

  private static Optional<String> range(JsonNode value, ComfyNode.Input input) {
    if (input.range().isEmpty()) {
      return Optional.empty();
    }
    if (value.asLong() < input.range().get().getKey()) {
      return Optional.of("value_smaller_than_min");
    }
    return value.asLong() > input.range().get().getValue()
        ? Optional.of("value_bigger_than_max")
        : Optional.empty();
  }

  private Optional<ComfyProblem> fault(String rule) {
    faults.add(rule);
    return Optional.of(ComfyProblem.of("invalid_prompt", rule));
  }
}
