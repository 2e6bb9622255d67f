package darkroom.engine.replicate;

import darkroom.engine.EngineResult;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import darkroom.net.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Turns what came back from the paid POST into what it proves. Stateless. */
final class ReplicateAnswer {

  private ReplicateAnswer() {}

  /**
   * @param now for a {@code Retry-After} that names a date
   */
  static EngineResult result(EngineAnswer answer, String prompt, Instant now) {
    return switch (answer) {
      case EngineAnswer.NotSent(String detail) -> new EngineResult.NotSent(detail);
      case EngineAnswer.NoAnswer(String detail) -> new EngineResult.Unknown(detail);
      // an id that was told before the connection broke is an id
      case EngineAnswer.Cut cut ->
          accepted(cut.status(), ReplicateId.atStartOf(cut.body()))
              .orElseGet(
                  () -> new EngineResult.Unknown("status " + cut.status() + ", " + cut.detail()));
      case EngineAnswer.Complete whole -> whole(whole, prompt, now);
    };
  }

  private static EngineResult whole(EngineAnswer.Complete answer, String prompt, Instant now) {
    Optional<EngineResult> early = accepted(answer.status(), ReplicateId.atStartOf(answer.body()));
    if (early.isPresent()) {
      return early.get();
    }
    Optional<JsonNode> json = UpstreamJson.object(answer.body());
    if (json.isEmpty()) {
      return new EngineResult.Unknown("status " + answer.status() + ", not Replicate's JSON");
    }
    if (isGood(answer.status())) {
      return accepted(
              answer.status(), UpstreamJson.text(json.get(), "id").filter(ReplicateId::isOne))
          .orElseGet(
              () -> new EngineResult.Unknown("status " + answer.status() + " without an id"));
    }
    Optional<Duration> wait =
        RetryAfter.read(answer.headers().get("retry-after"), now)
            .map(until -> Duration.between(now, until));
    return ReplicateErrors.judge(answer.status(), json.get(), prompt, wait);
  }

  private static Optional<EngineResult> accepted(int status, Optional<String> id) {
    return isGood(status) ? id.map(EngineResult.Accepted::new) : Optional.empty();
  }

  private static boolean isGood(int status) {
    return status / 100 == 2;
  }
}
