package darkroom.worker.shot;

import darkroom.engine.Bulkhead;
import darkroom.engine.Engine;
import darkroom.engine.EngineTraits;
import darkroom.task.Attempt;
import darkroom.task.Failure;
import darkroom.task.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gets one shot: goes on with what an earlier claim left, then makes attempts, each with the engine
 * that the {@link Router} names, until there is a picture, nobody is left, or it has to wait.
 * Thread-safe.
 */
public final class ShotRunner {
  /**
   * What a call needs whose answer can be got in no other way; cut off, it is billed for nothing.
   */
  private static final Duration LEAST = Duration.ofSeconds(60);

  private final Router router;
  private final AttemptRunner attempts;
  private final PaidCalls paidCalls;
  private final InstantSource clock;

  public ShotRunner(
      Router router, AttemptRunner attempts, PaidCalls paidCalls, InstantSource clock) {
    this.router = router;
    this.attempts = attempts;
    this.paidCalls = paidCalls;
    this.clock = clock;
  }

  /**
   * @throws InterruptedException at a stop or the task's deadline; what was sent stays written down
   *     as sent, and is judged by who comes next
   */
  public ShotOutcome run(Shot shot) throws InterruptedException {
    List<Attempt> made = new ArrayList<>(shot.earlier());
    Map<String, Instant> resting = new HashMap<>();
    Optional<Failure> failure = Optional.empty();
    Optional<AttemptOutcome> outcome = takeUp(shot, made);
    while (true) {
      if (outcome.isPresent()) {
        switch (outcome.get()) {
          case AttemptOutcome.Stored stored -> {
            shot.progress().done(shot.index());
            return new ShotOutcome.Stored(stored.file());
          }
          case AttemptOutcome.Lost lost -> {
            return new ShotOutcome.Lost();
          }
          case AttemptOutcome.Ended ended -> {
            made.removeIf(attempt -> attempt.id().equals(ended.attempt().id()));
            made.add(ended.attempt());
            failure = Optional.of(ended.failure());
            ended
                .rest()
                .ifPresent(
                    rest -> resting.put(ended.attempt().engine(), clock.instant().plus(rest)));
          }
        }
      }
      switch (router.next(shot, made, resting)) {
        case Route.Nobody nobody -> {
          return new ShotOutcome.Failed(told(nobody.failure(), failure));
        }
        case Route.Wait wait -> {
          if (shot.closed().isPresent()) {
            return new ShotOutcome.Failed(shot.closed().get());
          }
          return new ShotOutcome.Later(wait.until(), told(wait.ifTooLate(), failure));
        }
        case Route.To to -> {
          if (shot.closed().isPresent()) {
            return new ShotOutcome.Failed(shot.closed().get());
          }
          if (paidCalls.isStopping()) {
            return new ShotOutcome.Later(
                clock.instant(), new Failure(Reason.ENGINE_UNAVAILABLE, "the server was stopping"));
          }
          if (isTooLate(shot, to.engine())) {
            return new ShotOutcome.Failed(
                new Failure(
                    Reason.DEADLINE_EXCEEDED, "too little time left for " + to.engine().name()));
          }
          outcome = begin(shot, to.engine(), made.size() + 1);
        }
      }
    }
  }

  /** What an earlier claim began and did not end is ended first, by the engine that has it. */
  private Optional<AttemptOutcome> takeUp(Shot shot, List<Attempt> made)
      throws InterruptedException {
    if (made.isEmpty()) {
      return Optional.empty();
    }
    Attempt last = made.getLast();
    Optional<Engine> engine = router.engineOf(last);
    return switch (last.state()) {
      case SENDING, ACCEPTED, STORED ->
          engine.isPresent()
              ? Optional.of(attempts.takeUp(shot, engine.get(), last))
              : Optional.of(attempts.giveUp(shot, last));
      case NOT_SENT, REFUSED, UNKNOWN, BAD_RESULT -> Optional.empty();
    };
  }

  /** Empty when the engine was closed, or time ran out, while the shot waited for its place. */
  private Optional<AttemptOutcome> begin(Shot shot, Engine engine, int number)
      throws InterruptedException {
    Bulkhead bulkhead = router.bulkhead(engine);
    try (Bulkhead.Place place = bulkhead.enter();
        // before it is asked whether a stop has begun, so that one of the two sees the other
        PaidCalls.Call call = paidCalls.begin(shot.claim().token(), engine)) {
      boolean closed =
          paidCalls.isStopping()
              || isTooLate(shot, engine)
              || bulkhead.admit(clock.instant()).isPresent();
      return closed
          ? Optional.empty()
          : Optional.of(attempts.begin(shot, engine, number, new Held(call, Optional.of(place))));
    }
  }

  /** Whether the deadline would cut off what is paid for and cannot be found again. */
  private boolean isTooLate(Shot shot, Engine engine) {
    EngineTraits traits = engine.traits();
    if (traits.cost() != EngineTraits.Cost.MONEY
        || traits.reconcile() != EngineTraits.Reconcile.NONE) {
      return false;
    }
    Instant latest = shot.claim().deadline().minus(shot.claim().tenth(LEAST));
    return clock.instant().isAfter(latest);
  }

  /** The words of the attempt itself, where they are about the same thing. */
  private static Failure told(Failure routed, Optional<Failure> attempted) {
    Reason reason = routed.reason();
    return attempted.filter(failure -> failure.reason() == reason).orElse(routed);
  }
}
