package darkroom.worker.shot;

import darkroom.engine.Engine;
import darkroom.engine.EngineMode;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.task.TaskStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Waits for what an engine has taken, or may have taken: polls a job, or asks what became of a
 * submit whose answer was lost. A callback of the engine cuts each wait short; what it says is only
 * a reason to ask. Thread-safe.
 */
public final class JobWatch {
  /** In a row: a vendor's records may lag behind its own answers. */
  private static final int MOST_GONE = 3;

  private static final int SLOWEST = 5;
  private static final Duration SLOWS_AFTER = Duration.ofSeconds(10);
  private static final Duration BEFORE_DEADLINE = Duration.ofSeconds(5);

  /** Of the window, for whoever takes an old attempt up: with the usual one, ten seconds. */
  private static final int ANEW = 12;

  private final TaskStore store;
  private final Router router;
  private final Wakeups wakeups;
  private final Duration interval;
  private final Duration window;
  private final InstantSource clock;

  /**
   * @param interval between two polls of a job; after a while it becomes five times as long
   * @param window how long an engine's records are asked about a lost answer
   */
  public JobWatch(
      TaskStore store,
      Router router,
      Wakeups wakeups,
      Duration interval,
      Duration window,
      InstantSource clock) {
    this.store = store;
    this.router = router;
    this.wakeups = wakeups;
    this.interval = interval;
    this.window = window;
    this.clock = clock;
  }

  /** Until the job has ended: {@code Produced}, {@code Refused} or {@code Gone}. */
  EngineResult follow(Shot shot, Engine engine, EngineRequest request, String jobId)
      throws InterruptedException {
    Instant begun = clock.instant();
    int gone = 0;
    try {
      while (true) {
        if (!isDisabled(engine)) {
          EngineResult result = engine.poll(request, jobId);
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          switch (result) {
            case EngineResult.Running(OptionalInt percent) -> {
              gone = 0; // it was the vendor's records that lagged
              if (engine.traits().progress()) {
                percent.ifPresent(figure -> shot.progress().told(shot.index(), figure));
              }
            }
            case EngineResult.Gone found -> {
              if (++gone >= MOST_GONE) {
                return found;
              }
            }
            case EngineResult.Refused _, EngineResult.Produced _ -> {
              return result;
            }
            // a poll that got lost says nothing about the job
            case EngineResult.NotSent _,
                EngineResult.NotReady _,
                EngineResult.Unknown _,
                EngineResult.Accepted _ -> {}
          }
        }
        wakeups.await(request.attemptId(), pace(begun));
      }
    } catch (InterruptedException e) {
      if (!clock.instant().isBefore(shot.claim().deadline()) && !isDisabled(engine)) {
        // nobody wants it any more; at a mere stop the next process goes on with it
        engine.cancel(request, jobId);
      }
      throw e;
    }
  }

  /**
   * Until it is known what became of the submit, or it makes no sense to ask any longer. The time
   * in which an engine may not be asked does not count, up to the task's deadline. That of earlier
   * processes does, or a node that keeps crashing would never come to an end with its lost answers,
   * and they would fill its places.
   *
   * @param lost since when the answer is; the window counts from it
   */
  EngineResult reconcile(
      Shot shot, Engine engine, EngineRequest request, Instant lost, String detail)
      throws InterruptedException {
    boolean tells = engine.traits().reconcile() != EngineTraits.Reconcile.NONE;
    Instant begun = clock.instant();
    Optional<Instant> until = Optional.empty();
    Instant since = lost;
    String why = detail;
    while (true) {
      Instant asked = clock.instant();
      Optional<String> told = store.toldJob(request.attemptId());
      if (told.isPresent()) {
        return new EngineResult.Accepted(told.get());
      }
      if (tells && isDisabled(engine)) {
        until = Optional.empty();
        since = asked;
      } else {
        if (until.isEmpty()) {
          begun = asked;
          until = Optional.of(until(shot, engine, request, since, begun));
        }
        if (tells) {
          EngineResult result = engine.reconcile(request);
          if (!(result instanceof EngineResult.Unknown(String unknown))) {
            return result; // what is known now is written down before an interrupt is heeded
          }
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          why = unknown;
        }
        if (!asked.isBefore(until.get())) {
          return new EngineResult.Unknown(why);
        }
      }
      wakeups.await(request.attemptId(), pace(begun));
    }
  }

  /**
   * @param since when the answer was lost, or its engine could be asked again
   */
  private Instant until(
      Shot shot, Engine engine, EngineRequest request, Instant since, Instant now) {
    return switch (engine.traits().reconcile()) {
      case NONE -> now;
      case HISTORY -> windowEnd(since, now);
      case CALLBACK ->
          request.callbackUrl().isPresent()
              ? shot.claim().deadline().minus(BEFORE_DEADLINE)
              : windowEnd(since, now);
    };
  }

  /** Never at once, however long ago it was: the first answer of all may be no answer. */
  private Instant windowEnd(Instant since, Instant now) {
    Instant whole = since.plus(window);
    Instant least = now.plus(window.dividedBy(ANEW));
    return whole.isAfter(least) ? whole : least;
  }

  /** Then it is not called at all. */
  private boolean isDisabled(Engine engine) {
    return router.bulkhead(engine).mode() == EngineMode.DISABLED;
  }

  private Duration pace(Instant begun) {
    long slower = Duration.between(begun, clock.instant()).dividedBy(SLOWS_AFTER);
    return interval.multipliedBy(Math.clamp(1 + slower, 1, SLOWEST));
  }
}
