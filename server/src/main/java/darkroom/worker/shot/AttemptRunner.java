package darkroom.worker.shot;

import darkroom.engine.BrokenPicture;
import darkroom.engine.Bulkhead;
import darkroom.engine.Engine;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.Picture;
import darkroom.engine.Refusal;
import darkroom.task.Attempt;
import darkroom.task.Failure;
import darkroom.task.Reason;
import darkroom.task.TaskFile;
import darkroom.task.TaskStore;
import darkroom.task.Written;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/**
 * Makes one attempt, or ends one that an earlier claim left. The intent is durable before the
 * engine is called, a job's id before the first poll, the bytes before they are listed; what the
 * engine's answer proves is written down before anything follows from it. Thread-safe.
 */
public final class AttemptRunner {
  private static final int ID_LENGTH = 20;

  private final TaskStore store;
  private final Router router;
  private final JobWatch jobs;
  private final PictureIntake intake;
  private final RetryPolicy retries;
  private final PaidCalls paidCalls;
  private final AttemptLog reports;
  private final BiFunction<String, String, Optional<URI>> callbackUrls;
  private final InstantSource clock;
  private final IntFunction<String> randomBase36;

  /**
   * @param callbackUrls where the engine with this name may tell about the attempt with this id
   */
  public AttemptRunner(
      TaskStore store,
      Router router,
      JobWatch jobs,
      PictureIntake intake,
      RetryPolicy retries,
      PaidCalls paidCalls,
      AttemptLog reports,
      BiFunction<String, String, Optional<URI>> callbackUrls,
      InstantSource clock,
      IntFunction<String> randomBase36) {
    this.store = store;
    this.router = router;
    this.jobs = jobs;
    this.intake = intake;
    this.retries = retries;
    this.paidCalls = paidCalls;
    this.reports = reports;
    this.callbackUrls = callbackUrls;
    this.clock = clock;
    this.randomBase36 = randomBase36;
  }

  /** An attempt on its way. */
  private record Under(
      Shot shot, Engine engine, Attempt attempt, EngineRequest request, Instant begun, Held held) {}

  /**
   * @param held given back as early as may be
   */
  AttemptOutcome begin(Shot shot, Engine engine, int number, Held held)
      throws InterruptedException {
    var attempt =
        Attempt.sending(randomBase36.apply(ID_LENGTH), shot.index(), number, engine.name());
    if (store.intend(shot.claim(), attempt) == Written.STALE) {
      return new AttemptOutcome.Lost();
    }
    Under under = under(shot, engine, attempt, held);
    if (Thread.interrupted()) {
      // nothing has left yet, and who comes next must not have to ask
      notBegun(under);
      throw new InterruptedException();
    }
    return judge(under, engine.submit(under.request()));
  }

  private void notBegun(Under under) {
    var failure = new Failure(Reason.ENGINE_UNAVAILABLE, "interrupted before it was sent");
    ended(under, Attempt.State.NOT_SENT, failure, Optional.empty());
  }

  /** Its request may have left: what came of it is found out, and nothing is sent. */
  AttemptOutcome takeUp(Shot shot, Engine engine, Attempt attempt) throws InterruptedException {
    Under under =
        under(
            shot,
            engine,
            attempt,
            new Held(paidCalls.none(shot.claim().token()), Optional.empty()));
    if (attempt.state() == Attempt.State.ACCEPTED) {
      return follow(under, attempt.upstreamId().orElseThrow());
    }
    return engine.traits().pure()
        ? ended(
            under,
            Attempt.State.NOT_SENT,
            new Failure(Reason.ENGINE_UNAVAILABLE, "interrupted"),
            Optional.empty())
        : reconcile(under, under.request().intendedAt(), "the answer was lost");
  }

  /** Its engine is no longer configured, so nobody can be asked. */
  AttemptOutcome giveUp(Shot shot, Attempt attempt) {
    var failure = new Failure(Reason.UPSTREAM_OUTCOME_UNKNOWN, "its engine is not configured");
    Attempt ended = attempt.ended(Attempt.State.UNKNOWN, Optional.of(failure.reason()));
    return store.progress(shot.claim(), ended) == Written.STALE
        ? new AttemptOutcome.Lost()
        : new AttemptOutcome.Ended(ended, failure, Optional.empty());
  }

  private Under under(Shot shot, Engine engine, Attempt attempt, Held held) {
    Instant begun = clock.instant();
    Instant intended = attempt.createdAt().orElse(begun);
    Optional<URI> callback = callbackUrls.apply(engine.name(), attempt.id());
    EngineRequest request = shot.request(engine, attempt, intended, callback);
    return new Under(shot, engine, attempt, request, begun, held);
  }

  private AttemptOutcome judge(Under under, EngineResult result) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    // a job's id is written down first; whoever follows the job sees the interrupt
    if (interrupted && !(result instanceof EngineResult.Accepted)) {
      throw new InterruptedException();
    }
    note(under, result);
    return switch (result) {
      case EngineResult.NotSent(String detail) -> notSent(under, detail);
      case EngineResult.NotReady(String detail) -> notSent(under, detail);
      case EngineResult.Refused refused -> refused(under, refused);
      case EngineResult.Accepted(String jobId) -> accepted(under, jobId, interrupted);
      case EngineResult.Produced(Picture picture) -> keep(under, picture);
      case EngineResult.Gone(String detail) -> unknown(under, detail);
      case EngineResult.Running running ->
          follow(under, under.attempt().upstreamId().orElse(under.attempt().id()));
      case EngineResult.Unknown(String detail) ->
          // a pure engine's answer cannot be lost, only its thread
          under.engine().traits().pure()
              ? notSent(under, detail)
              : reconcile(under, clock.instant(), detail);
    };
  }

  /** What the result says about the engine itself, for all who want to ask it. */
  private void note(Under under, EngineResult result) {
    Bulkhead bulkhead = router.bulkhead(under.engine());
    Instant now = clock.instant();
    switch (result) {
      case EngineResult.NotSent _, EngineResult.Unknown _ -> bulkhead.failed(now);
      case EngineResult.NotReady _ -> {} // it was not asked
      case EngineResult.Refused(Refusal refusal, String _, Optional<Duration> pause) -> {
        switch (refusal) {
          case BUSY -> bulkhead.busy(now, inARow -> retries.waitAfter(inARow, pause));
          case ACCOUNT -> bulkhead.refusedAccount(now);
          case CONTENT_POLICY,
              INVALID_INPUT,
              SIZE_UNSUPPORTED,
              REFERENCE_UNREADABLE,
              BAD_RESULT,
              MODEL,
              FAILED ->
              bulkhead.well();
        }
      }
      case EngineResult.Accepted _,
          EngineResult.Running _,
          EngineResult.Produced _,
          EngineResult.Gone _ ->
          bulkhead.well();
    }
  }

  private AttemptOutcome notSent(Under under, String detail) {
    return ended(
        under,
        Attempt.State.NOT_SENT,
        new Failure(Reason.ENGINE_UNAVAILABLE, detail),
        Optional.of(retries.waitAfter(under.attempt().number())));
  }

  private AttemptOutcome refused(Under under, EngineResult.Refused refused) {
    Reason reason =
        switch (refused.refusal()) {
          case CONTENT_POLICY -> Reason.CONTENT_POLICY;
          case INVALID_INPUT -> Reason.INVALID_INPUT;
          case SIZE_UNSUPPORTED -> Reason.SIZE_UNSUPPORTED;
          case REFERENCE_UNREADABLE -> Reason.REFERENCE_UNREADABLE;
          case BAD_RESULT -> Reason.BAD_RESULT;
          case BUSY -> Reason.ENGINE_BUSY;
          case ACCOUNT, MODEL -> Reason.ENGINE_UNAVAILABLE;
          case FAILED -> Reason.ENGINE_FAILED;
        };
    if (refused.refusal() == Refusal.MODEL) {
      reports.modelRefused(under.shot(), under.engine(), refused.detail());
    }
    // a busy engine took nothing, and may be asked again as if it never had been
    Attempt.State state =
        refused.refusal() == Refusal.BUSY ? Attempt.State.NOT_SENT : Attempt.State.REFUSED;
    return ended(under, state, new Failure(reason, refused.detail()), Optional.empty());
  }

  private AttemptOutcome accepted(Under under, String jobId, boolean interrupted)
      throws InterruptedException {
    Attempt accepted = under.attempt().accepted(jobId);
    if (store.progress(under.shot().claim(), accepted) == Written.STALE) {
      return new AttemptOutcome.Lost();
    }
    under.held().accepted();
    reports.attempted(under.shot(), accepted, "accepted", "", under.begun());
    reports.paid(under.engine());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return follow(
        new Under(
            under.shot(), under.engine(), accepted, under.request(), under.begun(), under.held()),
        jobId);
  }

  private AttemptOutcome follow(Under under, String jobId) throws InterruptedException {
    return judge(under, jobs.follow(under.shot(), under.engine(), under.request(), jobId));
  }

  /**
   * @param lost when the answer was; of an earlier process nobody knows more than when it began
   */
  private AttemptOutcome reconcile(Under under, Instant lost, String detail)
      throws InterruptedException {
    under.held().lost();
    EngineResult found =
        jobs.reconcile(under.shot(), under.engine(), under.request(), lost, detail);
    return found instanceof EngineResult.Unknown(String why)
        ? unknown(under, why)
        : judge(under, found);
  }

  private AttemptOutcome unknown(Under under, String detail) {
    if (under.attempt().state() == Attempt.State.SENDING) {
      reports.paid(under.engine()); // as far as anybody knows
    }
    if (under.engine().traits().cost() == EngineTraits.Cost.MONEY) {
      reports.outcomeUnknown(under.engine());
    }
    return ended(
        under,
        Attempt.State.UNKNOWN,
        new Failure(Reason.UPSTREAM_OUTCOME_UNKNOWN, detail),
        Optional.empty());
  }

  private AttemptOutcome ended(
      Under under, Attempt.State state, Failure failure, Optional<Duration> rest) {
    String outcome = failure.reason() == Reason.ENGINE_BUSY ? "busy" : state.word();
    reports.attempted(under.shot(), under.attempt(), outcome, failure.detail(), under.begun());
    Attempt ended = under.attempt().ended(state, Optional.of(failure.reason()));
    return store.progress(under.shot().claim(), ended) == Written.STALE
        ? new AttemptOutcome.Lost()
        : new AttemptOutcome.Ended(ended, failure, rest);
  }

  private AttemptOutcome keep(Under under, Picture picture) throws InterruptedException {
    if (under.attempt().state() == Attempt.State.SENDING) {
      reports.paid(under.engine());
    }
    AttemptOutcome outcome;
    try {
      outcome =
          switch (intake.take(under.shot(), under.engine(), under.attempt(), picture)) {
            case PictureIntake.Result.Listed(TaskFile file) -> {
              Attempt stored = under.attempt().ended(Attempt.State.STORED, Optional.empty());
              reports.attempted(under.shot(), stored, "stored", picture.note(), under.begun());
              yield new AttemptOutcome.Stored(file);
            }
            case PictureIntake.Result.Unusable _ ->
                ended(
                    under,
                    Attempt.State.BAD_RESULT,
                    new Failure(Reason.BAD_RESULT, "the engine's result is no usable picture"),
                    Optional.empty());
            case PictureIntake.Result.Lost _ -> new AttemptOutcome.Lost();
          };
    } catch (BrokenPicture e) {
      outcome =
          refused(under, new EngineResult.Refused(e.refusal(), String.valueOf(e.getMessage())));
    }
    if (!(outcome instanceof AttemptOutcome.Lost)) {
      picture.discard(); // else it belongs to who has the task now
    }
    return outcome;
  }
}
