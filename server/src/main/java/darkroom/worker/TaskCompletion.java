package darkroom.worker;

import darkroom.credit.Credits;
import darkroom.engine.EngineTraits;
import darkroom.engine.Engines;
import darkroom.task.Attempt;
import darkroom.task.Claim;
import darkroom.task.Ending;
import darkroom.task.Failure;
import darkroom.task.NewDelivery;
import darkroom.task.Task;
import darkroom.task.TaskConfig;
import darkroom.task.TaskFile;
import darkroom.task.TaskStore;
import darkroom.task.Written;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a task: one write with terminal state, settlement and callback, then its lines in log
 * and metrics. Thread-safe.
 */
public final class TaskCompletion {
  private static final Logger log = LoggerFactory.getLogger(TaskCompletion.class);
  private static final Set<Attempt.State> UNKNOWN =
      EnumSet.of(Attempt.State.SENDING, Attempt.State.ACCEPTED, Attempt.State.UNKNOWN);

  private final Engines engines;
  private final ReferenceGatherer references;
  private final TaskStore store;
  private final CallbackWriter callbacks;
  private final TaskConfig config;
  private final WorkerMetrics metrics;
  private final InstantSource clock;

  public TaskCompletion(
      Engines engines,
      ReferenceGatherer references,
      TaskStore store,
      CallbackWriter callbacks,
      TaskConfig config,
      WorkerMetrics metrics,
      InstantSource clock) {
    this.engines = engines;
    this.references = references;
    this.store = store;
    this.callbacks = callbacks;
    this.config = config;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * @param files its pictures; none when it failed
   * @param failure why those that are missing are
   * @return false when another worker has it by now, and then nothing was written
   */
  boolean end(Claim claim, List<TaskFile> files, Failure failure) {
    Task task = claim.task();
    Instant now = clock.instant();
    Ending ending =
        files.isEmpty() ? Ending.failed(failure, now) : Ending.finished(task, files, now);
    int unknown = files.size() < task.input().n() ? unknownPictures(task, files) : 0;
    int cap = config.unknownReleasesPerDay();
    boolean capped = unknown > 0 && cap > 0 && !task.test();
    Written written = finish(claim, capped ? ending.capped(cap) : ending);
    boolean charged = written == Written.OVER_CAP;
    if (charged) {
      ending = ending.charging(task, unknown);
      written = finish(claim, ending);
    }
    if (written == Written.STALE) {
      return lost(claim);
    }
    report(task, ending);
    reportRisk(task, unknown, charged);
    discardReferences(task);
    return true;
  }

  private Written finish(Claim claim, Ending ending) {
    Optional<NewDelivery> delivery = callbacks.write(claim.task(), ending);
    Written written = store.finish(claim, ending, delivery);
    if (written == Written.DONE) {
      delivery.ifPresent(owed -> callbacks.wake());
    }
    return written;
  }

  /** Pictures that a paid engine may have made and we never got, whether asked for or cut off. */
  private int unknownPictures(Task task, List<TaskFile> files) {
    Set<Integer> stored = files.stream().map(TaskFile::shot).collect(Collectors.toSet());
    return (int)
        store.attempts(task.id()).stream()
            .filter(attempt -> !stored.contains(attempt.shot()))
            .filter(attempt -> UNKNOWN.contains(attempt.state()))
            .filter(attempt ->
                engines
                    .named(attempt.engine())
                    .map(engine -> engine.traits().cost() == EngineTraits.Cost.MONEY)
                    .orElse(true))
            .map(Attempt::shot)
            .distinct() // a shot that was sent twice is still one picture to its caller
            .count();
  }

  private void reportRisk(Task task, int unknown, boolean charged) {
    if (unknown == 0 || task.test()) {
      return;
    }
    Credits atRisk = task.unitPrice().times(unknown);
    metrics.creditsAtRisk(charged ? "charged" : "released", atRisk);
    log.atWarn()
        .addKeyValue("task", task.id())
        .addKeyValue("account", task.account())
        .addKeyValue("pictures", unknown)
        .addKeyValue("credits", atRisk)
        .addKeyValue("outcome", charged ? "charged" : "released")
        .log("task.outcome_unknown");
  }

  private void discardReferences(Task task) {
    try {
      references.discard(task);
    } catch (IOException e) {
      log.atWarn().addKeyValue("task", task.id()).setCause(e).log("task.tidy_failed");
    }
  }

  private void report(Task task, Ending ending) {
    Duration total = Duration.between(task.createdAt(), ending.at());
    String reason = ending.failure().map(failed -> failed.reason().word()).orElse("");
    metrics.ended(ending.status().word(), reason, total);
    log.atInfo()
        .addKeyValue("task", task.id())
        .addKeyValue("account", task.account())
        .addKeyValue("model", task.model())
        .addKeyValue("status", ending.status().word())
        .addKeyValue("pictures", ending.files().size())
        .addKeyValue("wanted", task.input().n())
        .addKeyValue("captured", ending.captured())
        .addKeyValue("reason", reason)
        .addKeyValue("detail", ending.failure().map(Failure::detail).orElse(""))
        .addKeyValue("ms", total.toMillis())
        .log("task.ended");
  }

  /** Another worker has it by now. */
  boolean lost(Claim claim) {
    log.atWarn().addKeyValue("task", claim.task().id()).log("task.claim_lost");
    return false;
  }
}
