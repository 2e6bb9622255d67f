package darkroom.fake.ark;

import darkroom.fake.kit.Answer;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.EventStream;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import java.io.IOException;
import java.util.Base64;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Ark's two forms of an answer with status 200; both may hold errors. For one request. */
final class ArkReply {
  private static final String PREFIX = "image_generation.";

  private final ArkJob job;
  private final Desk desk;
  private final Misfortune fate;
  private final long created;

  ArkReply(ArkJob job, Desk desk, Misfortune fate) {
    this.job = job;
    this.desk = desk;
    this.fate = fate;
    this.created = desk.clock().instant().getEpochSecond();
  }

  void send(Answer answer) throws IOException, InterruptedException {
    if (job.stream()) {
      stream(answer);
    } else {
      answer.json(200, whole());
    }
  }

  private ObjectNode whole() {
    ObjectNode root = head(Json.MAPPER.createObjectNode());
    ArrayNode data = root.putArray("data");
    for (int i = 0; i < job.ends().size(); i++) {
      String end = job.ends().get(i);
      if (end.isEmpty()) {
        picture(data.addObject(), i);
      } else {
        data.addObject().set("error", ArkErrors.object(end, "withheld"));
      }
    }
    root.set("usage", usage());
    if (!job.error().isEmpty()) {
      root.set("error", ArkErrors.object(job.error(), "nothing was produced"));
    }
    return root;
  }

  private void stream(Answer answer) throws IOException, InterruptedException {
    EventStream events = answer.events();
    if (fate instanceof Misfortune.ErrorInside inside) {
      ObjectNode error = Json.MAPPER.createObjectNode().put("type", "error");
      error.set("error", ArkErrors.object(inside.code(), "nothing was produced"));
      events.event("error", error.toString());
    }
    if (fate instanceof Misfortune.Preview preview) {
      ObjectNode event = event("partial_image").put("image_index", 0);
      event.put("b64_json", "A".repeat(preview.letters()));
      events.event(PREFIX + "partial_image", event.toString());
    }
    for (int i = 0; i < job.ends().size(); i++) {
      one(events, i, job.ends().get(i));
      if (fate instanceof Misfortune.StallAfterPicture) {
        answer.stall();
      }
      if (fate instanceof Misfortune.CutAfterPicture) {
        return;
      }
    }
    if (job.billed() > 0) {
      ObjectNode completed = event("completed");
      completed.set("usage", usage());
      events.event(PREFIX + "completed", completed.toString());
    }
    events.event("", "[DONE]");
    events.end();
  }

  private void one(EventStream events, int index, String end)
      throws IOException, InterruptedException {
    ObjectNode event = event(end.isEmpty() ? "partial_succeeded" : "partial_failed");
    event.put("image_index", index);
    if (end.isEmpty()) {
      picture(event, index);
    } else {
      event.set("error", ArkErrors.object(end, "withheld"));
    }
    events.event(event.path("type").asString(), event.toString());
  }

  private ObjectNode event(String type) {
    return head(Json.MAPPER.createObjectNode().put("type", PREFIX + type));
  }

  private ObjectNode head(ObjectNode json) {
    return json.put("model", job.modelId()).put("created", created);
  }

  private void picture(ObjectNode json, int index) {
    if (job.inline()) {
      byte[] bytes = desk.results().inline(job.label(index), job.size(), job.kind(), fate);
      json.put("b64_json", Base64.getEncoder().encodeToString(bytes));
    } else {
      json.put("url", desk.results().url(job.label(index), job.size(), job.kind(), fate));
    }
    json.put("size", job.size().toString());
    if (job.model().isFifth()) {
      json.put("output_format", job.kind().word());
    }
  }

  /** Tokens are the pixels of what was produced, by 256. */
  private ObjectNode usage() {
    long tokens = job.billed() * job.size().area() / 256;
    ObjectNode usage = Json.MAPPER.createObjectNode();
    usage.put("generated_images", job.billed());
    usage.put("output_tokens", tokens).put("total_tokens", tokens);
    if (job.model().isFifth()) {
      usage.put("input_images", job.references());
      usage.putObject("tool_usage").put("web_search", 0);
    }
    return usage;
  }
}
