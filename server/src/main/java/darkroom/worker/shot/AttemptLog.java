package darkroom.worker.shot;

import darkroom.engine.Engine;
import darkroom.task.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the metrics what came of attempts. Thread-safe. */
public final class AttemptLog {
  private static final Logger log = LoggerFactory.getLogger(AttemptLog.class);

  private final EngineMetrics metrics;
  private final InstantSource clock;

  public AttemptLog(EngineMetrics metrics, InstantSource clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * @param detail for the operator; without prompts, keys and addresses
   */
  void attempted(Shot shot, Attempt attempt, String outcome, String detail, Instant begun) {
    Duration took = Duration.between(begun, clock.instant());
    metrics.attempted(attempt.engine(), outcome, took);
    log.atInfo()
        .addKeyValue("task", shot.claim().task().id())
        .addKeyValue("account", shot.claim().task().account())
        .addKeyValue("shot", shot.index())
        .addKeyValue("attempt", attempt.id())
        .addKeyValue("number", attempt.number())
        .addKeyValue("engine", attempt.engine())
        .addKeyValue("outcome", outcome)
        .addKeyValue("detail", detail)
        .addKeyValue("ms", took.toMillis())
        .log("task.attempted");
  }

  /** Nothing but a change of settings, or of the account there, mends that. */
  void modelRefused(Shot shot, Engine engine, String detail) {
    log.atWarn()
        .addKeyValue("engine", engine.name())
        .addKeyValue("model", shot.model().id())
        .addKeyValue("task", shot.claim().task().id())
        .addKeyValue("detail", detail)
        .log("engine.model_refused");
  }

  /** A picture stands on the engine's bill, or may. */
  void paid(Engine engine) {
    metrics.paid(engine.name(), engine.traits().limits().pictureCost());
  }

  void outcomeUnknown(Engine engine) {
    metrics.outcomeUnknown(engine.name());
  }
}
