package darkroom.fake.comfyui;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How the server shows a job: in its list of jobs, in its queue, in its history. Stateless. */
final class ComfyViews {
  private ComfyViews() {}

  static ObjectNode job(ComfyJob job, String status) {
    ObjectNode json = Json.MAPPER.createObjectNode().put("id", job.id()).put("status", status);
    json.put("priority", job.number());
    boolean ended = !status.equals("pending") && !status.equals("in_progress");
    json.put("outputs_count", ended ? outputs(job).size() : 0);
    if (ended) {
      json.set("outputs", outputs(job));
      json.set("execution_status", status(job));
      if (job.fate() instanceof Misfortune.ErrorInside error) {
        json.set("execution_error", error(job, error.code()));
      }
    }
    json.putObject("workflow").set("prompt", job.graph());
    return json;
  }

  /** Number, id, graph, what the client sent beside it, and the nodes that leave something. */
  static ArrayNode entry(ComfyJob job) {
    ArrayNode entry = Json.MAPPER.createArrayNode().add(job.number()).add(job.id());
    entry.add(job.graph());
    entry.addObject().put("client_id", job.client());
    ArrayNode nodes = entry.addArray();
    outputNodes(job).forEach(nodes::add);
    return entry;
  }

  static ObjectNode history(ComfyJob job) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.set("prompt", entry(job));
    json.set("outputs", outputs(job));
    json.set("status", status(job));
    return json;
  }

  private static ObjectNode status(ComfyJob job) {
    ObjectNode status = Json.MAPPER.createObjectNode();
    status.put("status_str", job.hasFailed() ? "error" : "success");
    status.put("completed", !job.hasFailed());
    ArrayNode messages = status.putArray("messages");
    messages.addArray().add("execution_start").addObject().put("prompt_id", job.id());
    if (job.fate() instanceof Misfortune.ErrorInside error) {
      messages.addArray().add("execution_error").add(error(job, error.code()));
    } else {
      String event = job.interrupted() ? "execution_interrupted" : "execution_success";
      messages.addArray().add(event).addObject().put("prompt_id", job.id());
    }
    return status;
  }

  /** As the server tells it: with everything that the node was given, the prompt included. */
  private static ObjectNode error(ComfyJob job, String type) {
    ObjectNode error = Json.MAPPER.createObjectNode().put("prompt_id", job.id());
    error.put("node_id", "5").put("node_type", "KSampler").put("exception_type", type);
    error.put("exception_message", "while drawing: see https://elsewhere.example/?sig=1\n");
    error.putArray("traceback").add("line 1");
    error.putObject("current_inputs").set("all", job.graph());
    return error;
  }

  private static ObjectNode outputs(ComfyJob job) {
    ObjectNode outputs = Json.MAPPER.createObjectNode();
    if (job.hasFailed()) {
      return outputs;
    }
    int pictures = job.fate() instanceof Misfortune.Count count ? count.pictures() : 1;
    for (Map.Entry<String, JsonNode> node : job.graph().properties()) {
      boolean saves = node.getValue().path("class_type").asString("").equals("SaveImage");
      if (saves || outputNodes(job).contains(node.getKey())) {
        ArrayNode images = outputs.putObject(node.getKey()).putArray("images");
        for (int i = 1; i <= pictures; i++) {
          images
              .addObject()
              .put("filename", filename(job, i))
              .put("subfolder", "darkroom")
              .put("type", saves ? "output" : "temp");
        }
      }
    }
    return outputs;
  }

  private static List<String> outputNodes(ComfyJob job) {
    return job.graph().properties().stream()
        .filter(node ->
            ComfyNode.of(node.getValue().path("class_type").asString(""))
                .map(ComfyNode::isOutput)
                .orElse(false))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Says all that is to be served, so that it outlives a restart. */
  private static String filename(ComfyJob job, int index) {
    return job.label()
        + " "
        + job.size()
        + " "
        + ComfyResults.word(job.fate())
        + " "
        + index
        + "_.png";
  }
}
