package darkroom.engine.sdserver;

import darkroom.engine.EngineResult;
import darkroom.engine.Picture;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.engine.upstream.VendorText;
import darkroom.net.EngineAnswer;
import darkroom.net.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What the server's answers prove. Its errors are {@code {"error": "text"}}. Stateless. */
final class SdServerAnswers {
  /** As its routes take it. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,200}");

  private SdServerAnswers() {}

  /** What became of a job that was handed over. */
  static EngineResult submitted(EngineAnswer answer, String prompt, Instant now) {
    return switch (answer) {
      case EngineAnswer.NotSent(String detail) -> new EngineResult.NotSent(detail);
      case EngineAnswer.NoAnswer(String detail) -> new EngineResult.Unknown(detail);
      case EngineAnswer.Cut cut ->
          new EngineResult.Unknown("status " + cut.status() + ", " + cut.detail());
      case EngineAnswer.Complete whole when whole.status() / 100 == 2 ->
          UpstreamJson.object(whole.body())
              .flatMap(job -> UpstreamJson.text(job, "id"))
              .filter(id -> ID.matcher(id).matches())
              .<EngineResult>map(EngineResult.Accepted::new)
              .orElseGet(
                  () -> new EngineResult.Unknown("status " + whole.status() + " without a job"));
      case EngineAnswer.Complete whole -> refused(whole, prompt, now);
    };
  }

  private static EngineResult refused(EngineAnswer.Complete answer, String prompt, Instant now) {
    int status = answer.status();
    Optional<String> text = error(answer);
    if (text.isEmpty()) {
      return new EngineResult.Unknown("status " + status + ", not the server's own error");
    }
    String detail = status + VendorText.shown(text.get(), prompt);
    return switch (status) {
      case 400, 413, 415, 422 ->
          // it may have been started with a model for videos alone
          new EngineResult.Refused(
              text.get().contains("mode") ? Refusal.ACCOUNT : Refusal.INVALID_INPUT, detail);
      case 401, 402, 403, 404 -> new EngineResult.Refused(Refusal.ACCOUNT, detail);
      case 429 ->
          new EngineResult.Refused(
              Refusal.BUSY,
              detail,
              RetryAfter.read(answer.headers().get("retry-after"), now)
                  .map(until -> Duration.between(now, until)));
      // its own word that no job came of it, and nobody bills for it
      case 500 -> new EngineResult.Refused(Refusal.FAILED, detail);
      default -> new EngineResult.Unknown(detail);
    };
  }

  /** Whether the server itself says that it does not know the job, or no longer. */
  static boolean isGone(EngineAnswer.Complete answer) {
    return (answer.status() == 404 || answer.status() == 410) && error(answer).isPresent();
  }

  /**
   * What a job has come to.
   *
   * @param job its answer, the picture left out
   * @param picture makes the picture out of that answer
   */
  static EngineResult state(JsonNode job, String prompt, Supplier<Picture> picture) {
    return switch (UpstreamJson.text(job, "status").orElse("")) {
      case "queued", "generating" -> new EngineResult.Running(OptionalInt.empty());
      case "completed" ->
          job.path("result").path("images").path(0).path("b64_json").isString()
              ? new EngineResult.Produced(picture.get())
              : new EngineResult.Refused(Refusal.FAILED, "completed without a picture");
      case "failed", "cancelled" -> {
        JsonNode error = job.path("error");
        String code =
            UpstreamJson.text(error, "code").filter(c -> ID.matcher(c).matches()).orElse("");
        String message = UpstreamJson.text(error, "message").orElse("");
        yield new EngineResult.Refused(
            Refusal.FAILED, "ended " + code + VendorText.shown(message, prompt));
      }
      case String other -> new EngineResult.Unknown("no state of a job");
    };
  }

  private static Optional<String> error(EngineAnswer.Complete answer) {
    return UpstreamJson.object(answer.body()).flatMap(body -> UpstreamJson.text(body, "error"));
  }
}
