package darkroom.engine.comfyui;

import darkroom.engine.EngineResult;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.engine.upstream.VendorText;
import darkroom.net.EngineAnswer;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Finds a job by its id: in the list of jobs of newer servers, else in queue and history, in that
 * order, because a job goes from the first into the second while it is looked for. Never starts
 * work. Thread-safe.
 */
final class ComfyJobs {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.: +-]{1,100}");

  private final ComfyHttp http;

  ComfyJobs(ComfyHttp http) {
    this.http = http;
  }

  /**
   * @param prompt must not get into a log by way of an error's text
   */
  ComfyJob find(String id, String prompt) {
    return switch (http.get("/api/jobs/" + id)) {
      case EngineAnswer.Complete whole when whole.status() == 200 ->
          UpstreamJson.object(whole.body())
              .filter(job -> job.path("id").asString("").equals(id))
              .map(job -> job(job, prompt))
              .orElseGet(() -> unclear("an answer about a job that is none"));
      case EngineAnswer.Complete whole when whole.status() == 404 || whole.status() == 405 ->
          // only the list of jobs itself answers in JSON; a server without it has no such path
          UpstreamJson.object(whole.body())
                  .flatMap(json -> UpstreamJson.text(json, "error"))
                  .isPresent()
              ? new ComfyJob.Absent()
              : queued(id, prompt);
      case EngineAnswer lost -> unclear(lost);
    };
  }

  private static ComfyJob job(JsonNode job, String prompt) {
    return switch (job.path("status").asString("")) {
      case "pending" -> new ComfyJob.Pending();
      case "in_progress" -> new ComfyJob.Running();
      case "completed" -> new ComfyJob.Done(job.path("outputs"));
      case "failed" -> new ComfyJob.Failed(error(job.path("execution_error"), prompt));
      case "cancelled" -> new ComfyJob.Failed("stopped over there");
      default -> unclear("a job in an unknown state");
    };
  }

  private ComfyJob queued(String id, String prompt) {
    return read(
        "/queue",
        queue -> {
          if (holds(queue.path("queue_running"), id)) {
            return new ComfyJob.Running();
          }
          return holds(queue.path("queue_pending"), id)
              ? new ComfyJob.Pending()
              : read("/history/" + id, history -> ended(history, id, prompt));
        });
  }

  /** Entries are lists: number, id, graph and more. */
  static boolean holds(JsonNode queue, String id) {
    return StreamSupport.stream(queue.spliterator(), false)
        .anyMatch(entry -> entry.path(1).asString("").equals(id));
  }

  private static ComfyJob ended(JsonNode history, String id, String prompt) {
    JsonNode entry = history.path(id);
    if (!entry.isObject()) {
      return new ComfyJob.Absent();
    }
    JsonNode status = entry.path("status");
    return status.path("status_str").asString("success").equals("error")
        ? failed(status.path("messages"), prompt)
        : new ComfyJob.Done(entry.path("outputs"));
  }

  /** Messages are pairs: the event's name and what it says. */
  private static ComfyJob failed(JsonNode messages, String prompt) {
    return StreamSupport.stream(messages.spliterator(), false)
        .filter(message -> message.path(0).asString("").equals("execution_error"))
        .findFirst()
        .map(message -> new ComfyJob.Failed(error(message.path(1), prompt)))
        .orElseGet(() -> new ComfyJob.Failed("stopped over there"));
  }

  /** Without the inputs and the stack that such an error carries: the prompt stands in both. */
  private static String error(JsonNode error, String prompt) {
    String said = VendorText.shown(error.path("exception_message").asString("").strip(), prompt);
    return "node "
        + word(error, "node_id")
        + " "
        + word(error, "node_type")
        + " failed, "
        + word(error, "exception_type")
        + said;
  }

  static String word(JsonNode json, String field) {
    String text = json.path(field).asString("");
    return WORD.matcher(text).matches() ? text : "?";
  }

  private ComfyJob read(String path, Function<JsonNode, ComfyJob> judge) {
    EngineAnswer answer = http.get(path);
    Optional<JsonNode> json =
        answer instanceof EngineAnswer.Complete whole && whole.status() == 200
            ? UpstreamJson.object(whole.body())
            : Optional.empty();
    return json.map(judge).orElseGet(() -> unclear(answer));
  }

  private static ComfyJob unclear(EngineAnswer answer) {
    return switch (answer) {
      case EngineAnswer.NotSent(String detail) ->
          new ComfyJob.Unclear(new EngineResult.NotSent(detail));
      case EngineAnswer.NoAnswer(String detail) -> unclear(detail);
      case EngineAnswer.Cut cut -> unclear(cut.detail());
      case EngineAnswer.Complete whole ->
          unclear("status " + whole.status() + " to a question about a job");
    };
  }

  private static ComfyJob unclear(String detail) {
    return new ComfyJob.Unclear(new EngineResult.Unknown(detail));
  }
}
