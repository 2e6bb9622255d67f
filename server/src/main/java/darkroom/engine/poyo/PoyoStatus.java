package darkroom.engine.poyo;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.RemotePicture;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.engine.upstream.VendorText;
import darkroom.net.EngineAnswer;
import darkroom.net.GuardedHttp;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** What a look at a task tells. Thread-safe. */
final class PoyoStatus {
  /** PoYo was seen not to know a task in the first moments after it took it. */
  private static final Duration BIRTH = Duration.ofSeconds(60);

  private static final int MOST_PERCENT = 99;

  private final GuardedHttp results;

  /**
   * @param results for the pictures, whose hosts are strangers
   */
  PoyoStatus(GuardedHttp results) {
    this.results = results;
  }

  /**
   * @param prompt must not get into a log by way of the vendor's text
   * @param age of the attempt
   */
  EngineResult read(EngineAnswer answer, String prompt, Duration age) {
    return switch (answer) {
      case EngineAnswer.NotSent(String detail) -> new EngineResult.NotSent(detail);
      case EngineAnswer.NoAnswer(String detail) -> new EngineResult.Unknown(detail);
      case EngineAnswer.Cut cut ->
          new EngineResult.Unknown("status " + cut.status() + ", " + cut.detail());
      case EngineAnswer.Complete whole -> whole(whole, prompt, age);
    };
  }

  private EngineResult whole(EngineAnswer.Complete answer, String prompt, Duration age) {
    Optional<JsonNode> json = UpstreamJson.object(answer.body());
    Optional<Integer> verdict = json.flatMap(body -> PoyoAnswer.verdict(answer.status(), body));
    if (verdict.isEmpty()) {
      return new EngineResult.Unknown("status " + answer.status() + ", not PoYo's JSON");
    }
    JsonNode body = json.orElseThrow();
    int code = verdict.get();
    return switch (code) {
      case 200 -> task(body.path("data"), prompt);
      case 404, 410 ->
          PoyoError.of(body, code).isPresent() && age.compareTo(BIRTH) > 0
              ? new EngineResult.Gone(code + ": the upstream knows no such task")
              : new EngineResult.Unknown(code + ": the task is not known yet");
      // a wrong key may be put right, trouble may pass; the task goes on meanwhile
      default -> new EngineResult.Unknown("status " + code);
    };
  }

  private EngineResult task(JsonNode data, String prompt) {
    String status = UpstreamJson.text(data, "status").orElse("").toLowerCase(Locale.ROOT);
    return switch (status) {
      case "" -> new EngineResult.Unknown("a status answer without a status");
      case "finished", "success", "succeeded", "completed" -> finished(data.path("files"));
      case "failed", "error", "cancelled", "canceled" -> failed(data, prompt);
      // words of PoYo's other routes too, and those that it may invent
      default -> new EngineResult.Running(percent(data.path("progress")));
    };
  }

  private EngineResult finished(JsonNode files) {
    for (JsonNode file : files.values()) {
      boolean image = UpstreamJson.text(file, "file_type").orElse("image").equals("image");
      Optional<String> url = UpstreamJson.text(file, "file_url");
      if (image && url.isPresent()) {
        return new EngineResult.Produced(new RemotePicture(results, url.get()));
      }
    }
    return new EngineResult.Refused(Refusal.BAD_RESULT, "finished without a picture");
  }

  private static EngineResult failed(JsonNode data, String prompt) {
    JsonNode error = data.path("error_message");
    String message =
        error.isObject() ? UpstreamJson.text(error, "message").orElse("") : error.asString("");
    return new EngineResult.Refused(
        PoyoError.ofFailed(message), "the task failed" + VendorText.shown(message, prompt));
  }

  private static OptionalInt percent(JsonNode progress) {
    if (!progress.isNumber() || !Double.isFinite(progress.doubleValue())) {
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) Math.clamp(progress.doubleValue(), 0, MOST_PERCENT));
  }
}
