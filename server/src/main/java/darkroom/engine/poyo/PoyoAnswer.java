package darkroom.engine.poyo;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import darkroom.net.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Turns what came back from a submit into what it proves. PoYo's errors come with their status, or
 * as the {@code code} of an answer with status 200. Stateless.
 */
final class PoyoAnswer {
  private static final int OK = 200;
  private static final int ERRORS = 400;
  private static final int UNAVAILABLE = 503;

  /** An id becomes part of a path. */
  private static final Pattern TASK = Pattern.compile("[A-Za-z0-9_-]{1,200}");

  /** A Darkroom's words for a 503 that it gives before it makes a task. */
  private static final Set<String> NOT_TAKEN = Set.of("queue_full", "disk_low", "bodies_full");

  private PoyoAnswer() {}

  /**
   * @param now for a {@code Retry-After} that names a date
   */
  static EngineResult result(EngineAnswer answer, String prompt, Instant now) {
    return switch (answer) {
      case EngineAnswer.NotSent(String detail) -> new EngineResult.NotSent(detail);
      case EngineAnswer.NoAnswer(String detail) -> new EngineResult.Unknown(detail);
      case EngineAnswer.Cut cut ->
          new EngineResult.Unknown("status " + cut.status() + ", " + cut.detail());
      case EngineAnswer.Complete whole -> whole(whole, prompt, now);
    };
  }

  /** The envelope's own code, where it is a whole number. */
  static Optional<Integer> code(JsonNode body) {
    JsonNode code = body.path("code");
    return code.isNumber() && code.canConvertToExactIntegral() && code.canConvertToInt()
        ? Optional.of(code.intValue())
        : Optional.empty();
  }

  /**
   * The code that decides about an answer: its status, unless that is a good one.
   *
   * @return 200 for a good answer; empty for what no server of this kind says
   */
  static Optional<Integer> verdict(int status, JsonNode body) {
    Optional<Integer> inside = code(body);
    if (inside.isEmpty() && body.has("code")) {
      return Optional.empty();
    }
    boolean fine = inside.isEmpty() || inside.get() == 0 || inside.get() == OK;
    if (status / 100 == 2) {
      return fine ? Optional.of(OK) : inside.filter(code -> code >= ERRORS);
    }
    // two different errors in one answer prove neither
    return inside.isEmpty() || inside.get() == status ? Optional.of(status) : Optional.empty();
  }

  /** The id of a task, wherever its kind of answer has it. */
  static Optional<String> taskId(JsonNode object) {
    return UpstreamJson.text(object, "task_id").flatMap(PoyoAnswer::taskId);
  }

  static Optional<String> taskId(String text) {
    return Optional.of(text).filter(id -> TASK.matcher(id).matches());
  }

  /** How long the upstream wants to be left alone. */
  static Optional<Duration> patience(EngineAnswer.Complete answer, Instant now) {
    return RetryAfter.read(answer.headers().get("retry-after"), now)
        .map(until -> Duration.between(now, until));
  }

  private static EngineResult whole(EngineAnswer.Complete answer, String prompt, Instant now) {
    Optional<JsonNode> json = UpstreamJson.object(answer.body());
    Optional<Integer> verdict = json.flatMap(body -> verdict(answer.status(), body));
    if (verdict.isEmpty()) {
      return new EngineResult.Unknown("status " + answer.status() + ", not PoYo's JSON");
    }
    JsonNode body = json.orElseThrow();
    int code = verdict.get();
    if (code == OK) {
      return taskId(body.path("data"))
          .<EngineResult>map(EngineResult.Accepted::new)
          .orElseGet(() -> new EngineResult.Unknown("a good answer without a task"));
    }
    Optional<PoyoError> error = PoyoError.of(body, code);
    if (error.isEmpty()) {
      return new EngineResult.Unknown("status " + code + " without PoYo's error");
    }
    Optional<Duration> wait = patience(answer, now);
    return code == UNAVAILABLE && isNotTaken(answer)
        ? new EngineResult.Refused(Refusal.BUSY, error.get().detail(code, prompt), wait)
        : error.get().judge(code, prompt, wait);
  }

  private static boolean isNotTaken(EngineAnswer.Complete answer) {
    return NOT_TAKEN.contains(answer.headers().getOrDefault("x-retry-reason", ""));
  }
}
