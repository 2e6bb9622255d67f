package darkroom.fake.comfyui;

import darkroom.fake.kit.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a prompt is not queued.
 *
 * @param type the server's word for it
 * @param nodes what is wrong with single nodes
 */
record ComfyProblem(String type, String message, List<OfNode> nodes) {

  ComfyProblem {
    nodes = List.copyOf(nodes);
  }

  /**
   * @param node its id
   * @param kind its class
   */
  record OfNode(String node, String kind, String type, String input) {}

  static ComfyProblem of(String type, String message) {
    return new ComfyProblem(type, message, List.of());
  }

  /** The body of the answer with status 400. */
  String json() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    ObjectNode error = root.putObject("error").put("type", type).put("message", message);
    error.put("details", message).putObject("extra_info");
    ObjectNode errors = root.putObject("node_errors");
    for (OfNode of : nodes) {
      ObjectNode node = errors.withObjectProperty(of.node());
      ObjectNode one = node.withArrayProperty("errors").addObject();
      one.put("type", of.type()).put("message", of.type()).put("details", of.input());
      one.putObject("extra_info").put("input_name", of.input());
      node.putArray("dependent_outputs");
      node.put("class_type", of.kind());
    }
    return root.toString();
  }
}
