package darkroom.engine.comfyui;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether a workflow is one, and whether its slots can be filled. Immutable.
 *
 * @param file for messages
 */
record WorkflowCheck(String file, ObjectNode graph) {

  /** What is there instead of what has to be. */
  record Fault(String found, String expected) {}

  /** Why this is no workflow in API format; empty when it is one. */
  static Optional<String> fault(JsonNode json) {
    if (json.path("nodes").isArray()) {
      return Optional.of("is a workflow as ComfyUI saves it for itself");
    }
    if (json.isEmpty()) {
      return Optional.of("holds no nodes");
    }
    return json.properties().stream()
        .map(node -> fault(json, node))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> fault(JsonNode json, Map.Entry<String, JsonNode> node) {
    String name = "node " + node.getKey();
    if (node.getValue().path("class_type").asString("").isBlank()) {
      return Optional.of(name + " has no class_type");
    }
    JsonNode inputs = node.getValue().path("inputs");
    if (!inputs.isObject()) {
      return Optional.of(name + " has no inputs");
    }
    return inputs.properties().stream()
        .filter(input -> Workflow.isLink(input.getValue()))
        .filter(input -> !json.has(input.getValue().path(0).asString()))
        .findFirst()
        .map(input ->
            name
                + ": "
                + input.getKey()
                + " comes from node "
                + input.getValue().path(0).asString()
                + ", which is not there");
  }

  /** Ids of the nodes of one class, in the file's order. */
  List<String> nodesOf(String type) {
    return graph.properties().stream()
        .filter(node -> node.getValue().path("class_type").asString("").equals(type))
        .map(Map.Entry::getKey)
        .toList();
  }

  Optional<Fault> node(String id) {
    return graph.has(id)
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "no node " + id + " in '" + file + "'",
                "one of " + String.join(", ", graph.propertyNames())));
  }

  /** A slot that holds a text. */
  Optional<Fault> text(Slot slot) {
    return value(slot).or(() -> input(slot).isString() ? Optional.empty() : wrong(slot, "a text"));
  }

  /** A slot that holds a whole number. */
  Optional<Fault> number(Slot slot) {
    return value(slot)
        .or(() ->
            input(slot).isIntegralNumber() ? Optional.empty() : wrong(slot, "a whole number"));
  }

  /** A slot that is there and that no other node feeds. */
  private Optional<Fault> value(Slot slot) {
    if (!graph.has(slot.node())) {
      return node(slot.node());
    }
    JsonNode inputs = graph.path(slot.node()).path("inputs");
    if (!inputs.has(slot.input())) {
      return Optional.of(
          new Fault(
              named(slot) + " has no input " + slot.input() + " in '" + file + "'",
              "one of " + String.join(", ", inputs.propertyNames())));
    }
    return Workflow.isLink(input(slot))
        ? Optional.of(
            new Fault(
                slot + " comes from node " + input(slot).path(0).asString() + " in '" + file + "'",
                "an input whose value stands in its own node, such as one of that node"))
        : Optional.empty();
  }

  private Optional<Fault> wrong(Slot slot, String expected) {
    return Optional.of(
        new Fault(
            slot + " of " + named(slot) + " holds something else in '" + file + "'", expected));
  }

  private JsonNode input(Slot slot) {
    return graph.path(slot.node()).path("inputs").path(slot.input());
  }

  private String named(Slot slot) {
    return "node "
        + slot.node()
        + " ("
        + graph.path(slot.node()).path("class_type").asString("")
        + ")";
  }
}
