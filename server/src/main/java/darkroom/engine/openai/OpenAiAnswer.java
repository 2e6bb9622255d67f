package darkroom.engine.openai;

import darkroom.engine.EngineResult;
import darkroom.engine.upstream.Spool;
import darkroom.engine.upstream.SpooledJson;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import darkroom.net.RetryAfter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Turns what came back from a paid POST into what it proves. A picture within the answer is forced
 * to the disk before anybody is told. Thread-safe.
 */
final class OpenAiAnswer {
  /** Under which name pictures stand in answers. */
  static final Set<String> PICTURES = Set.of("b64_json");

  private final OpenAiErrors errors;
  private final Spool spool;
  private final InstantSource clock;

  /**
   * @param clock for a {@code Retry-After} that names a date
   */
  OpenAiAnswer(OpenAiErrors errors, Spool spool, InstantSource clock) {
    this.errors = errors;
    this.spool = spool;
    this.clock = clock;
  }

  /**
   * @param attemptId whose file holds the body of a good answer
   */
  EngineResult result(EngineAnswer answer, String attemptId, String prompt) {
    return switch (answer) {
      case EngineAnswer.NotSent(String detail) -> new EngineResult.NotSent(detail);
      case EngineAnswer.NoAnswer(String detail) -> new EngineResult.Unknown(detail);
      case EngineAnswer.Cut cut -> {
        spool.discard(spool.of(attemptId));
        yield new EngineResult.Unknown("status " + cut.status() + ", " + cut.detail());
      }
      case EngineAnswer.Complete good when good.status() / 100 == 2 ->
          picture(good.status(), attemptId);
      case EngineAnswer.Complete bad -> errors.judge(bad.status(), bad.body(), prompt, wait(bad));
    };
  }

  private EngineResult picture(int status, String attemptId) {
    Path file = spool.of(attemptId);
    JsonNode first;
    try {
      first =
          SpooledJson.outline(file, PICTURES)
              .map(answer -> answer.path("data").path(0))
              .orElse(UpstreamJson.MAPPER.missingNode());
      if (first.path("b64_json").isString()) {
        spool.force(file);
        return new EngineResult.Accepted(OpenAiEngine.SPOOLED + attemptId);
      }
    } catch (IOException e) {
      // the picture may be there; whether it is there after a power cut nobody knows
      return new EngineResult.Unknown("answer cannot be kept: " + e.getClass().getSimpleName());
    }
    spool.discard(file);
    return UpstreamJson.text(first, "url")
        .<EngineResult>map(url -> new EngineResult.Accepted(OpenAiEngine.URL + url))
        .orElseGet(() -> new EngineResult.Unknown("status " + status + " without a picture"));
  }

  private Optional<Duration> wait(EngineAnswer.Complete answer) {
    var now = clock.instant();
    return RetryAfter.read(answer.headers().get("retry-after"), now)
        .map(until -> Duration.between(now, until));
  }
}
