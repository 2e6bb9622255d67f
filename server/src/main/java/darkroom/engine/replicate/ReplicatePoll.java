package darkroom.engine.replicate;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import java.util.OptionalInt;
import java.util.function.Function;

/** What an answer about a job says of it; one that got lost says nothing. Stateless. */
final class ReplicatePoll {

  private ReplicatePoll() {}

  /**
   * @param job what was read of an answer with status 200
   * @param picture makes one of its address
   */
  static EngineResult state(
      ReplicatePrediction job, String prompt, Function<String, EngineResult> picture) {
    return switch (job.status()) {
      case "starting", "processing" -> new EngineResult.Running(OptionalInt.empty());
      case "succeeded" ->
          job.output()
              .map(picture)
              .orElseGet(() ->
                  new EngineResult.Refused(
                      Refusal.BAD_RESULT, "succeeded, and its picture is removed or none"));
      case "failed" -> ReplicateErrors.failed(job.error(), prompt);
      // past our deadline before it began: not charged
      case "aborted" -> new EngineResult.Refused(Refusal.FAILED, "aborted before it began");
      // by our deadline, or by hand; it is charged, so another try would be a second payment
      case "canceled" -> new EngineResult.Refused(Refusal.BAD_RESULT, "canceled while it ran");
      default -> new EngineResult.Unknown("a status that is not known");
    };
  }

  /** Any other answer. */
  static EngineResult other(EngineAnswer answer) {
    return switch (answer) {
      case EngineAnswer.NotSent(String detail) -> new EngineResult.NotSent(detail);
      case EngineAnswer.Complete whole when isForgotten(whole) ->
          new EngineResult.Gone("Replicate no longer knows it: " + whole.status());
      case EngineAnswer.Complete _, EngineAnswer.Cut _, EngineAnswer.NoAnswer _ ->
          new EngineResult.Unknown(shown(answer));
    };
  }

  /** For the log. */
  static String shown(EngineAnswer answer) {
    return switch (answer) {
      case EngineAnswer.NotSent(String detail) -> detail;
      case EngineAnswer.NoAnswer(String detail) -> detail;
      case EngineAnswer.Cut cut -> "status " + cut.status() + ", " + cut.detail();
      case EngineAnswer.Complete whole -> "status " + whole.status();
    };
  }

  /** In Replicate's own words: a proxy's 404 says nothing about a job. */
  private static boolean isForgotten(EngineAnswer.Complete answer) {
    return (answer.status() == 404 || answer.status() == 410)
        && UpstreamJson.object(answer.body()).filter(ReplicateErrors::isOne).isPresent();
  }
}
