package darkroom.engine.comfyui;

import darkroom.catalog.Size;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A workflow in API format whose slots are known to be there. Immutable, as long as nobody writes
 * into the graph.
 *
 * @param graph nodes by id, each with {@code class_type} and {@code inputs}
 */
record Workflow(ObjectNode graph, Slots slots, SpareImages spare) {

  /** Whether it draws the size that it is told. */
  boolean takesSizes() {
    return !slots.width().isEmpty();
  }

  int mostImages() {
    return slots.images().size();
  }

  /**
   * A copy for one picture.
   *
   * @param size has no effect where the workflow decides by itself
   * @param images names of uploaded files; at most {@link #mostImages}, and at least one where
   *     there are slots for them
   */
  ObjectNode filled(String prompt, Size.Pixels size, long seed, List<String> images) {
    ObjectNode copy = graph.deepCopy();
    slots.prompt().forEach(slot -> inputs(copy, slot).put(slot.input(), prompt));
    slots.width().forEach(slot -> inputs(copy, slot).put(slot.input(), size.width()));
    slots.height().forEach(slot -> inputs(copy, slot).put(slot.input(), size.height()));
    slots.seed().forEach(slot -> inputs(copy, slot).put(slot.input(), seed));
    for (int i = 0; i < slots.images().size(); i++) {
      Slot slot = slots.images().get(i);
      if (i < images.size() || spare == SpareImages.REPEAT) {
        inputs(copy, slot).put(slot.input(), images.get(Math.min(i, images.size() - 1)));
      } else {
        drop(copy, slot.node());
      }
    }
    return copy;
  }

  private static ObjectNode inputs(ObjectNode graph, Slot slot) {
    return graph.path(slot.node()).path("inputs").asObject();
  }

  /** Takes a node away, and every input that it feeds. */
  private static void drop(ObjectNode graph, String node) {
    graph.remove(node);
    for (JsonNode other : graph) {
      if (other.path("inputs") instanceof ObjectNode inputs) {
        inputs.removeIf(value -> isLink(value) && value.path(0).asString("").equals(node));
      }
    }
  }

  /** In API format an input that another node feeds is {@code [node id, index of its output]}. */
  static boolean isLink(JsonNode value) {
    return value.isArray()
        && value.size() == 2
        && value.get(0).isString()
        && value.get(1).isIntegralNumber();
  }
}
