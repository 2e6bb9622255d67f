package darkroom.worker;

import darkroom.engine.BrokenPicture;
import darkroom.engine.Engine;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.Picture;
import darkroom.engine.Refusal;
import darkroom.task.Attempt;
import darkroom.task.Claim;
import darkroom.task.Failure;
import darkroom.task.Reason;
import darkroom.task.StoreException;
import darkroom.task.TaskFile;
import darkroom.task.TaskStore;
import darkroom.task.Written;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets one shot from its engine. The order of its writes is what makes a crash harmless: the intent
 * is durable before the engine is called, a job id before the first poll, the bytes before they are
 * listed. What the last attempt left behind decides how to go on; a submit whose outcome is unknown
 * is asked about and never sent again, unless the engine is pure. Thread-safe.
 */
public final class ShotRunner {
  private static final Logger log = LoggerFactory.getLogger(ShotRunner.class);
  private static final int ATTEMPT_ID_LENGTH = 20;

  private final TaskStore store;
  private final PictureKeeper keeper;
  private final RetryPolicy retries;
  private final WorkerConfig config;
  private final WorkerMetrics metrics;
  private final InstantSource clock;
  private final IntFunction<String> randomBase36;

  public ShotRunner(
      TaskStore store,
      PictureKeeper keeper,
      RetryPolicy retries,
      WorkerConfig config,
      WorkerMetrics metrics,
      InstantSource clock,
      IntFunction<String> randomBase36) {
    this.store = store;
    this.keeper = keeper;
    this.retries = retries;
    this.config = config;
    this.metrics = metrics;
    this.clock = clock;
    this.randomBase36 = randomBase36;
  }

  /** A shot to run: everything about it but the attempt. */
  record Shot(
      Claim claim,
      int index,
      Engine engine,
      Semaphore permits,
      Optional<Attempt> last,
      EngineRequest request) {

    EngineRequest requestFor(Attempt attempt) {
      return new EngineRequest(
          attempt.id(),
          request.model(),
          request.input(),
          index,
          request.references(),
          request.intendedAt(),
          request.callbackUrl());
    }
  }

  ShotOutcome run(Shot shot) throws InterruptedException {
    if (shot.last().isEmpty()) {
      return submit(shot, 1);
    }
    Attempt last = shot.last().get();
    return switch (last.state()) {
      case NOT_SENT -> submit(shot, last.number() + 1);
      case ACCEPTED -> poll(shot, last, last.upstreamId().orElseThrow());
      case SENDING, STORED -> resume(shot, last);
      case REFUSED, UNKNOWN, BAD_RESULT ->
          new ShotOutcome.Failed(
              new Failure(last.reason().orElse(Reason.ENGINE_FAILED), "ended by an earlier claim"));
    };
  }

  private ShotOutcome submit(Shot shot, int number) throws InterruptedException {
    var attempt =
        Attempt.sending(
            randomBase36.apply(ATTEMPT_ID_LENGTH), shot.index(), number, shot.engine().name());
    shot.permits().acquire();
    try {
      if (store.intend(shot.claim(), attempt) == Written.STALE) {
        return new ShotOutcome.Lost();
      }
      Instant begun = clock.instant();
      EngineResult result = shot.engine().submit(shot.requestFor(attempt));
      return settle(shot, attempt, result, begun);
    } finally {
      shot.permits().release();
    }
  }

  /** The request may have left and no answer was written down. */
  private ShotOutcome resume(Shot shot, Attempt last) throws InterruptedException {
    if (shot.engine().traits().pure()) {
      return submit(shot, last.number() + 1);
    }
    return reconcile(shot, last, "the answer was lost");
  }

  private ShotOutcome reconcile(Shot shot, Attempt attempt, String detail)
      throws InterruptedException {
    if (shot.engine().traits().reconcile() == EngineTraits.Reconcile.NONE) {
      return unknown(shot, attempt, detail, clock.instant());
    }
    Instant until = clock.instant().plus(config.reconcileWindow());
    while (true) {
      Instant begun = clock.instant();
      EngineResult result = shot.engine().reconcile(shot.requestFor(attempt));
      if (!(result instanceof EngineResult.Unknown) || !begun.isBefore(until)) {
        return result instanceof EngineResult.Unknown unknown
            ? unknown(shot, attempt, unknown.detail(), begun)
            : settle(shot, attempt, result, begun);
      }
      Thread.sleep(config.enginePoll());
    }
  }

  private ShotOutcome poll(Shot shot, Attempt attempt, String jobId) throws InterruptedException {
    while (true) {
      Instant begun = clock.instant();
      switch (shot.engine().poll(shot.requestFor(attempt), jobId)) {
        case EngineResult.Running running -> {}
        case EngineResult.Accepted accepted -> {}
        // a poll that got lost says nothing about the job
        case EngineResult.NotSent notSent -> {}
        case EngineResult.Unknown unknown -> {}
        case EngineResult.Gone gone -> {
          return unknown(shot, attempt, gone.detail(), begun);
        }
        case EngineResult.Refused refused -> {
          return settle(shot, attempt, refused, begun);
        }
        case EngineResult.Produced produced -> {
          return settle(shot, attempt, produced, begun);
        }
      }
      Thread.sleep(config.enginePoll());
    }
  }

  private ShotOutcome settle(Shot shot, Attempt attempt, EngineResult result, Instant begun)
      throws InterruptedException {
    if (Thread.interrupted()) {
      // a stop or the deadline: what was sent stays SENDING and is judged by who comes next
      throw new InterruptedException();
    }
    return switch (result) {
      case EngineResult.NotSent notSent ->
          later(shot, attempt, "not_sent", notSent.detail(), Optional.empty(), begun);
      case EngineResult.Refused refused -> refused(shot, attempt, refused, begun);
      case EngineResult.Accepted accepted -> accepted(shot, attempt, accepted.jobId(), begun);
      case EngineResult.Running running ->
          poll(shot, attempt, attempt.upstreamId().orElse(attempt.id()));
      case EngineResult.Produced produced -> keep(shot, attempt, produced.picture(), begun);
      case EngineResult.Gone gone -> unknown(shot, attempt, gone.detail(), begun);
      case EngineResult.Unknown unknown ->
          shot.engine().traits().pure()
              // drawn again by a later claim: this one still holds its permit
              ? later(shot, attempt, "unknown", unknown.detail(), Optional.empty(), begun)
              : reconcile(shot, attempt, unknown.detail());
    };
  }

  private ShotOutcome accepted(Shot shot, Attempt attempt, String jobId, Instant begun)
      throws InterruptedException {
    Attempt accepted = attempt.accepted(jobId);
    if (store.progress(shot.claim(), accepted) == Written.STALE) {
      return new ShotOutcome.Lost();
    }
    report(shot, attempt, "accepted", "", begun);
    return poll(shot, accepted, jobId);
  }

  private ShotOutcome refused(
      Shot shot, Attempt attempt, EngineResult.Refused refused, Instant begun) {
    if (refused.refusal() == Refusal.BUSY) {
      return later(shot, attempt, "busy", refused.detail(), refused.pause(), begun);
    }
    Reason reason =
        switch (refused.refusal()) {
          case CONTENT_POLICY -> Reason.CONTENT_POLICY;
          case INVALID_INPUT -> Reason.INVALID_INPUT;
          case SIZE_UNSUPPORTED -> Reason.SIZE_UNSUPPORTED;
          case REFERENCE_UNREADABLE -> Reason.REFERENCE_UNREADABLE;
          case BAD_RESULT -> Reason.BAD_RESULT;
          case BUSY -> Reason.ENGINE_BUSY;
          case ACCOUNT -> Reason.ENGINE_UNAVAILABLE;
          case FAILED -> Reason.ENGINE_FAILED;
        };
    return ended(
        shot, attempt, Attempt.State.REFUSED, new Failure(reason, refused.detail()), begun);
  }

  private ShotOutcome unknown(Shot shot, Attempt attempt, String detail, Instant begun) {
    metrics.outcomeUnknown(shot.engine().name());
    return ended(
        shot,
        attempt,
        Attempt.State.UNKNOWN,
        new Failure(Reason.UPSTREAM_OUTCOME_UNKNOWN, detail),
        begun);
  }

  private ShotOutcome later(
      Shot shot,
      Attempt attempt,
      String outcome,
      String detail,
      Optional<Duration> asked,
      Instant begun) {
    report(shot, attempt, outcome, detail, begun);
    Attempt ended = attempt.ended(Attempt.State.NOT_SENT, Optional.empty());
    if (store.progress(shot.claim(), ended) == Written.STALE) {
      return new ShotOutcome.Lost();
    }
    Duration wait = retries.waitAfter(attempt.number(), asked);
    Reason tooLate = outcome.equals("busy") ? Reason.ENGINE_BUSY : Reason.ENGINE_UNAVAILABLE;
    return new ShotOutcome.Later(clock.instant().plus(wait), new Failure(tooLate, detail));
  }

  private ShotOutcome keep(Shot shot, Attempt attempt, Picture picture, Instant begun)
      throws InterruptedException {
    Optional<TaskFile> kept;
    try {
      kept = keepPatiently(shot, attempt, picture, begun);
    } catch (BrokenPicture e) {
      return refused(
          shot,
          attempt,
          new EngineResult.Refused(e.refusal(), String.valueOf(e.getMessage())),
          begun);
    }
    if (kept.isEmpty()) {
      var failure = new Failure(Reason.BAD_RESULT, "the engine's result is no usable picture");
      return ended(shot, attempt, Attempt.State.BAD_RESULT, failure, begun);
    }
    Attempt stored = attempt.ended(Attempt.State.STORED, Optional.empty());
    if (!list(shot, stored, kept.get())) {
      return new ShotOutcome.Lost();
    }
    report(shot, attempt, "stored", picture.note(), begun);
    return new ShotOutcome.Stored(kept.get());
  }

  /**
   * The picture is there; a full disk or a result that breaks off must not lose it, so it is tried
   * until the task's deadline cuts in.
   */
  private Optional<TaskFile> keepPatiently(
      Shot shot, Attempt attempt, Picture picture, Instant begun)
      throws BrokenPicture, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return keeper.keep(picture, attempt.id(), shot.index(), shot.engine().traits());
      } catch (BrokenPicture e) {
        throw e;
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        report(shot, attempt, "not_kept", String.valueOf(e.getMessage()), begun);
        Thread.sleep(retries.waitAfter(tries));
      }
    }
  }

  /** A picture that did not come to be listed is not left behind. */
  private boolean list(Shot shot, Attempt attempt, TaskFile file) {
    try {
      if (store.stored(shot.claim(), attempt, file) == Written.DONE) {
        return true;
      }
    } catch (StoreException e) {
      if (!e.outcomeUnknown()) {
        discard(file);
      }
      throw e;
    }
    discard(file);
    return false;
  }

  private void discard(TaskFile file) {
    try {
      keeper.discard(file);
    } catch (IOException e) {
      log.atWarn().addKeyValue("object", file.objectKey()).setCause(e).log("picture.not_discarded");
    }
  }

  private ShotOutcome ended(
      Shot shot, Attempt attempt, Attempt.State state, Failure failure, Instant begun) {
    report(shot, attempt, state.word(), failure.detail(), begun);
    Attempt ended = attempt.ended(state, Optional.of(failure.reason()));
    return store.progress(shot.claim(), ended) == Written.STALE
        ? new ShotOutcome.Lost()
        : new ShotOutcome.Failed(failure);
  }

  private void report(Shot shot, Attempt attempt, String outcome, String detail, Instant begun) {
    Duration took = Duration.between(begun, clock.instant());
    metrics.attempted(shot.engine().name(), outcome, took);
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
}
