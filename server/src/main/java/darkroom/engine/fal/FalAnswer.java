package darkroom.engine.fal;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.RemotePicture;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import darkroom.net.GuardedHttp;
import darkroom.net.RetryAfter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Turns what came back from fal's queue into what it proves. Stateless. */
final class FalAnswer {

  private FalAnswer() {}

  /**
   * Of the paid POST.
   *
   * @param now for a {@code Retry-After} that names a date
   */
  static EngineResult ofSubmit(
      EngineAnswer answer, FalEndpoint endpoint, URI baseUrl, String prompt, Instant now) {
    return switch (answer) {
      case EngineAnswer.NotSent(String detail) -> new EngineResult.NotSent(detail);
      case EngineAnswer.NoAnswer(String detail) -> new EngineResult.Unknown(detail);
      case EngineAnswer.Cut cut ->
          new EngineResult.Unknown("status " + cut.status() + ", " + cut.detail());
      case EngineAnswer.Complete whole when isGood(whole) ->
          UpstreamJson.object(whole.body())
              .flatMap(json -> FalJob.of(json, endpoint, baseUrl))
              .<EngineResult>map(EngineResult.Accepted::new)
              .orElseGet(
                  () -> new EngineResult.Unknown("status " + whole.status() + " without a job"));
      case EngineAnswer.Complete whole -> {
        Optional<Duration> wait =
            RetryAfter.read(whole.headers().get("retry-after"), now)
                .map(until -> Duration.between(now, until));
        var error = FalError.read(whole.headers(), whole.body());
        yield FalErrors.ofSubmit(whole.status(), error, prompt, wait);
      }
    };
  }

  /**
   * Of a question about a job's state.
   *
   * @return empty when the job is done, well or badly, and its result says how
   */
  static Optional<EngineResult> ofStatus(EngineAnswer answer, String prompt) {
    if (!(answer instanceof EngineAnswer.Complete whole)) {
      return Optional.of(lost(answer));
    }
    if (!isGood(whole)) {
      EngineResult refused =
          FalErrors.ofResult(whole.status(), FalError.read(whole.headers(), whole.body()), prompt);
      // only a result ends a job: here it is the question that was refused
      return Optional.of(
          refused instanceof EngineResult.Refused no
              ? new EngineResult.Unknown(no.detail())
              : refused);
    }
    String word =
        UpstreamJson.object(whole.body())
            .flatMap(json -> UpstreamJson.text(json, "status"))
            .orElse("");
    return switch (word) {
      case "IN_QUEUE", "IN_PROGRESS" -> Optional.of(new EngineResult.Running(OptionalInt.empty()));
      case "COMPLETED" -> Optional.empty();
      default -> Optional.of(new EngineResult.Unknown("a state that is not known"));
    };
  }

  /**
   * Of a question for a finished job's result.
   *
   * @param results fetches pictures from hosts that are strangers
   */
  static EngineResult ofResult(EngineAnswer answer, GuardedHttp results, String prompt) {
    if (!(answer instanceof EngineAnswer.Complete whole)) {
      return lost(answer);
    }
    if (!isGood(whole)) {
      var error = FalError.read(whole.headers(), whole.body());
      return FalErrors.ofResult(whole.status(), error, prompt);
    }
    Optional<JsonNode> output = UpstreamJson.object(whole.body());
    if (output.isEmpty()) {
      return new EngineResult.Unknown("a result that is not fal's JSON");
    }
    return UpstreamJson.text(output.get().path("images").path(0), "url")
        .<EngineResult>map(url -> new EngineResult.Produced(new RemotePicture(results, url)))
        .orElseGet(
            () -> new EngineResult.Refused(Refusal.BAD_RESULT, "a result without a picture"));
  }

  private static EngineResult lost(EngineAnswer answer) {
    return switch (answer) {
      case EngineAnswer.NotSent(String detail) -> new EngineResult.NotSent(detail);
      case EngineAnswer.NoAnswer(String detail) -> new EngineResult.Unknown(detail);
      case EngineAnswer.Cut cut -> new EngineResult.Unknown(cut.detail());
      case EngineAnswer.Complete whole -> new EngineResult.Unknown("status " + whole.status());
    };
  }

  private static boolean isGood(EngineAnswer.Complete answer) {
    return answer.status() >= 200 && answer.status() < 300;
  }
}
