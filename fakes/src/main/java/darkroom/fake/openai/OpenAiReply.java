package darkroom.fake.openai;

import darkroom.fake.kit.Desk;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import java.util.Base64;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A good answer in each dialect. Stateless. */
final class OpenAiReply {

  private OpenAiReply() {}

  static ObjectNode of(
      OpenAiDialect dialect, OpenAiJob job, Desk desk, OwnFiles files, Misfortune fate) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    if (dialect == OpenAiDialect.TOGETHER) {
      root.put("id", "o" + job.id()).put("model", job.model()).put("object", "list");
    } else {
      root.put("created", desk.clock().instant().getEpochSecond());
    }
    ArrayNode data = root.putArray("data");
    for (int i = 0; i < job.pictures(); i++) {
      picture(dialect, job, desk, files, fate, i, data.addObject());
    }
    switch (dialect) {
      case OPENAI -> {
        if (!OpenAiModels.isDallE(job.model())) {
          root.put("background", "opaque").put("output_format", job.kind().word());
          root.put("quality", "high").put("size", job.size().toString());
          usage(job, root.putObject("usage"));
        }
      }
      case SD_SERVER -> root.put("output_format", job.kind().word());
      case VLLM_OMNI -> root.putNull("output_format").putNull("size");
      case LOCALAI, SGLANG, TOGETHER -> {}
    }
    return root;
  }

  private static void picture(
      OpenAiDialect dialect,
      OpenAiJob job,
      Desk desk,
      OwnFiles files,
      Misfortune fate,
      int index,
      ObjectNode item) {
    if (dialect == OpenAiDialect.TOGETHER) {
      item.put("index", index);
    }
    String label = job.label(index);
    if (job.inline()) {
      byte[] bytes = desk.results().inline(label, job.size(), job.kind(), fate);
      item.put("b64_json", Base64.getEncoder().encodeToString(bytes));
    } else {
      item.put(
          "url",
          dialect == OpenAiDialect.LOCALAI
              ? files.url(label, job.size(), job.kind(), fate)
              : desk.results().url(label, job.size(), job.kind(), fate));
    }
    if (dialect == OpenAiDialect.VLLM_OMNI) {
      item.putNull("url").putNull("revised_prompt");
    }
  }

  private static void usage(OpenAiJob job, ObjectNode usage) {
    long output = job.size().area() / 256 * job.pictures();
    usage.put("input_tokens", 50);
    usage.putObject("input_tokens_details").put("text_tokens", 50).put("image_tokens", 0);
    usage.put("output_tokens", output).put("total_tokens", output + 50);
  }
}
