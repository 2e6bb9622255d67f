package darkroom.engine.fal;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What fal's errors prove: of a submit that nothing was queued, of a job how it ended. The type
 * decides first, then the status. Stateless.
 */
final class FalErrors {
  private static final int TOO_MANY = 429;

  /** Types of the model's errors, by fal's page "Errors". */
  private static final Map<String, Refusal> TYPES =
      Map.ofEntries(
          Map.entry("content_policy_violation", Refusal.CONTENT_POLICY),
          Map.entry("image_too_large", Refusal.REFERENCE_UNREADABLE),
          Map.entry("image_too_small", Refusal.REFERENCE_UNREADABLE),
          Map.entry("image_load_error", Refusal.REFERENCE_UNREADABLE),
          Map.entry("file_download_error", Refusal.REFERENCE_UNREADABLE),
          Map.entry("file_too_large", Refusal.REFERENCE_UNREADABLE),
          Map.entry("unsupported_image_format", Refusal.REFERENCE_UNREADABLE));

  /** Types that say that work was begun and came to nothing. */
  private static final Set<String> FAILURES =
      Set.of(
          "generation_timeout",
          "downstream_service_error",
          "downstream_service_unavailable",
          "internal_server_error",
          "no_media_generated");

  private FalErrors() {}

  /**
   * Judges an answer to a submit.
   *
   * @param error empty when the answer is none of fal's
   * @param prompt must not get into a log by way of the vendor's text
   * @param wait what the answer asked for
   */
  static EngineResult ofSubmit(
      int status, Optional<FalError> error, String prompt, Optional<Duration> wait) {
    if (error.isEmpty()) {
      return new EngineResult.Unknown("status " + status + ", not fal's JSON");
    }
    String detail = error.get().shown(status, prompt);
    // fal takes a 5xx for no answer of its own: the job may be in the queue
    if (status < 400 || status >= 500 || status == 408 || status == 409) {
      return new EngineResult.Unknown(detail);
    }
    if (status == TOO_MANY) {
      return new EngineResult.Refused(Refusal.BUSY, detail, wait);
    }
    Refusal refusal =
        input(error.get())
            .orElseGet(() ->
                switch (status) {
                  case 401, 402, 403 -> Refusal.ACCOUNT;
                  // its address names the model
                  case 404 -> Refusal.MODEL;
                  case 400, 413, 415, 422 -> Refusal.INVALID_INPUT;
                  default -> Refusal.FAILED;
                });
    return new EngineResult.Refused(refusal, detail);
  }

  /**
   * Judges what is handed out in place of a finished job's result.
   *
   * @param error empty when the answer is none of fal's
   * @return a refusal only when it is the job that ended so; else it was the question that failed
   */
  static EngineResult ofResult(int status, Optional<FalError> error, String prompt) {
    if (error.isEmpty()) {
      return new EngineResult.Unknown("status " + status + ", not fal's JSON");
    }
    String detail = error.get().shown(status, prompt);
    if (error.get().fromModel()) {
      return new EngineResult.Refused(ended(status, error.get()), detail);
    }
    if (status == 400 && isEarly(error.get())) {
      return new EngineResult.Running(OptionalInt.empty());
    }
    return switch (status) {
      case 404, 410 -> new EngineResult.Gone(detail);
      // about our question, not about the job
      case 401, 402, 403, 408, TOO_MANY -> new EngineResult.Unknown(detail);
      default ->
          status < 400 || (status >= 500 && error.get().type().isEmpty())
              ? new EngineResult.Unknown(detail)
              : new EngineResult.Refused(ended(status, error.get()), detail);
    };
  }

  /** fal bills no job that ended with a 5xx; one that failed otherwise may be on the bill. */
  private static Refusal ended(int status, FalError error) {
    if (status >= 500) {
      return input(error).filter(known -> known == Refusal.CONTENT_POLICY).orElse(Refusal.FAILED);
    }
    boolean failed = FAILURES.contains(error.type()) || error.type().equals("client_cancelled");
    return failed ? Refusal.BAD_RESULT : input(error).orElse(Refusal.INVALID_INPUT);
  }

  private static Optional<Refusal> input(FalError error) {
    if (error.fromModel() && error.field().equals("image_size")) {
      return Optional.of(Refusal.SIZE_UNSUPPORTED);
    }
    return Optional.ofNullable(TYPES.get(error.type()));
  }

  private static boolean isEarly(FalError error) {
    return error.message().toLowerCase(Locale.ROOT).contains("in progress");
  }
}
