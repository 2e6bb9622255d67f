package darkroom.fake.fal;

import darkroom.fake.kit.Answer;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.EventStream;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.PictureKind;
import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the queue says about a request that it took. Thread-safe. */
final class FalQueue {
  private static final Duration BEAT = Duration.ofMillis(100);

  private final Desk desk;
  private final FalErrors errors;

  FalQueue(Desk desk, FalErrors errors) {
    this.desk = desk;
    this.errors = errors;
  }

  /** The answer to a submit. */
  ObjectNode taken(FalJob job) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("status", "IN_QUEUE").put("request_id", job.id()).put("queue_position", 0);
    return addresses(json, job);
  }

  void status(FalJob job, boolean logs, Answer answer) throws IOException, InterruptedException {
    String state = job.state(desk.clock().instant());
    answer.json(state.equals("COMPLETED") ? 200 : 202, status(job, state, logs));
  }

  /** The same as events, until the request is over. */
  void stream(FalJob job, Answer answer) throws IOException, InterruptedException {
    EventStream events = answer.events();
    while (true) {
      String state = job.state(desk.clock().instant());
      events.event("", status(job, state, false).toString());
      if (state.equals("COMPLETED")) {
        events.end();
        return;
      }
      answer.pause(BEAT);
    }
  }

  private ObjectNode status(FalJob job, String state, boolean logs) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("status", state).put("request_id", job.id());
    switch (state) {
      case "IN_QUEUE" -> json.put("queue_position", 0);
      case "COMPLETED" -> json.putObject("metrics").put("inference_time", 1.5);
      default -> {}
    }
    if (logs && !state.equals("IN_QUEUE")) {
      json.putArray("logs")
          .addObject()
          .put("message", "drawing")
          .put("level", "INFO")
          .put("timestamp", desk.clock().instant().toString());
    }
    return addresses(json, job);
  }

  private ObjectNode addresses(ObjectNode json, FalJob job) {
    String[] parts = job.endpoint().split("/", 3);
    String url = desk.origin() + "/" + parts[0] + "/" + parts[1] + "/requests/" + job.id();
    json.put("response_url", url);
    json.put("status_url", url + "/status");
    return json.put("cancel_url", url + "/cancel");
  }

  void result(FalJob job, Answer answer) throws IOException, InterruptedException {
    if (!job.isOver(desk.clock().instant())) {
      answer.error(errors, 400, "", "Request is still in progress");
    } else if (job.error().isEmpty()) {
      answer.json(200, output(job));
    } else {
      String type = job.error();
      answer.header("X-Fal-Error-Type", type);
      answer.error(errors, errors.status(type).orElseThrow(), type, "as the test wants it");
    }
  }

  /** What the model gives back. */
  ObjectNode output(FalJob job) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    ArrayNode images = json.putArray("images");
    for (int i = 0; i < job.pictures(); i++) {
      String label = i == 0 ? job.mark() : job.mark() + "." + i;
      images
          .addObject()
          .put("url", desk.results().url(label, job.size(), PictureKind.PNG, job.fate()))
          .put("content_type", "image/png")
          .put("file_name", i + ".png")
          .put("width", job.size().width())
          .put("height", job.size().height());
    }
    return json.put("seed", job.input().path("seed").asLong(0));
  }

  void cancel(FalJob job, Answer answer) throws IOException, InterruptedException {
    boolean over = job.isOver(desk.clock().instant());
    if (!over) {
      job.cancelled().set(true);
    }
    answer.json(
        over ? 400 : 202,
        "{\"status\":\"" + (over ? "ALREADY_COMPLETED" : "CANCELLATION_REQUESTED") + "\"}");
  }
}
