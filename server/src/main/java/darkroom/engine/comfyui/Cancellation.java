package darkroom.engine.comfyui;

import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** Takes a job out of the queue or stops it; best effort. Thread-safe. */
final class Cancellation {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final ComfyHttp http;

  Cancellation(ComfyHttp http) {
    this.http = http;
  }

  void cancel(String id) {
    EngineAnswer answer = http.tell("/api/jobs/" + id + "/cancel", "{}", TIMEOUT);
    boolean older =
        answer instanceof EngineAnswer.Complete whole
            && (whole.status() == 404 || whole.status() == 405);
    if (older) {
      inQueue(id);
    }
  }

  /** For servers without a list of jobs. */
  private void inQueue(String id) {
    ObjectNode delete = UpstreamJson.MAPPER.createObjectNode();
    delete.putArray("delete").add(id);
    http.tell("/queue", delete.toString(), TIMEOUT);
    // the oldest ones stop whatever runs, whoever's it is
    if (runs(id)) {
      ObjectNode interrupt = UpstreamJson.MAPPER.createObjectNode().put("prompt_id", id);
      http.tell("/interrupt", interrupt.toString(), TIMEOUT);
    }
  }

  private boolean runs(String id) {
    return http.get("/queue") instanceof EngineAnswer.Complete whole
        && UpstreamJson.object(whole.body())
            .map(queue -> ComfyJobs.holds(queue.path("queue_running"), id))
            .orElse(false);
  }
}
