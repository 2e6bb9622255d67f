package darkroom.worker.shot;

import darkroom.engine.Bulkhead;
import darkroom.engine.Engine;
import darkroom.engine.EngineLimits;
import darkroom.engine.EngineTraits;
import darkroom.engine.Engines;
import darkroom.task.Attempt;
import darkroom.task.Failure;
import darkroom.task.Reason;
import darkroom.task.Task;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Chooses the engine of a shot's next attempt: the first of the model's list that can make it, has
 * not said no to this shot, and is not closed. Another engine follows only on what is proven to
 * have cost nothing; once an outcome is unknown there is none but the same one, as often as its
 * settings allow. However that is, engines on a bill begin at most two pictures for a shot.
 * Thread-safe.
 */
public final class Router {
  /** What was failed and is not billed counts too: that it is not billed is the vendor's word. */
  private static final int MOST_PAID_STARTS = 2;

  private final Engines engines;
  private final InstantSource clock;

  public Router(Engines engines, InstantSource clock) {
    this.engines = engines;
    this.clock = clock;
  }

  Bulkhead bulkhead(Engine engine) {
    return engines.bulkhead(engine);
  }

  /** The engine that an attempt was begun with; empty when it is no longer configured. */
  Optional<Engine> engineOf(Attempt attempt) {
    return engines.named(attempt.engine());
  }

  /**
   * @param attempts of the shot so far, by number; the last one has ended
   * @param resting engines that could not be reached for this shot, and until when
   */
  Route next(Shot shot, List<Attempt> attempts, Map<String, Instant> resting) {
    Optional<Attempt> unknown = attempts.stream().filter(Router::isUnknown).findFirst();
    Optional<Attempt> last =
        attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    if (last.isPresent() && isFinal(last.get())) {
      return new Route.Nobody(ended(last.get()));
    }
    Instant now = clock.instant();
    Optional<Route> wait = Optional.empty();
    for (Engine engine : candidates(shot, unknown)) {
      if (!mayTry(engine, attempts)) {
        continue;
      }
      Optional<Route.Wait> closed = closed(engine, resting, now);
      if (closed.isEmpty()) {
        return new Route.To(engine);
      }
      if (isBroken(engine, now)) {
        continue;
      }
      wait = Optional.of(wait.isPresent() ? sooner(wait.get(), closed.get()) : closed.get());
    }
    return wait.orElseGet(
        () -> new Route.Nobody(unknown.or(() -> last).map(Router::ended).orElseGet(this::none)));
  }

  /** No other engine, and no later try, would change what this attempt came to. */
  private static boolean isFinal(Attempt attempt) {
    return switch (attempt.state()) {
      case BAD_RESULT -> true;
      case REFUSED ->
          switch (attempt.reason().orElse(Reason.ENGINE_FAILED)) {
            case SIZE_UNSUPPORTED, ENGINE_UNAVAILABLE, ENGINE_FAILED -> false;
            default -> true;
          };
      case NOT_SENT, UNKNOWN, SENDING, ACCEPTED, STORED -> false;
    };
  }

  /**
   * @param unknown an attempt of unknown outcome: its picture may exist, and be on that engine's
   *     bill, whatever came after it
   */
  private List<Engine> candidates(Shot shot, Optional<Attempt> unknown) {
    if (unknown.isPresent()) {
      return engineOf(unknown.get()).stream().toList();
    }
    Task task = shot.claim().task();
    List<Engine> listed =
        task.engine().isPresent()
            ? engines.named(task.engine().get()).stream().toList()
            : engines.candidates(shot.model(), task.test());
    return listed.stream()
        .filter(engine -> engine.cannot(shot.model(), task.input()).isEmpty())
        .toList();
  }

  private boolean mayTry(Engine engine, List<Attempt> attempts) {
    EngineLimits limits = engine.traits().limits();
    int failed = 0;
    int unknown = 0;
    for (Attempt attempt : attempts) {
      if (!attempt.engine().equals(engine.name())) {
        continue;
      }
      if (isUnknown(attempt)) {
        unknown++;
      } else if (isFailed(attempt)) {
        failed++;
      } else if (attempt.state() == Attempt.State.REFUSED) {
        return false;
      }
    }
    int most = unknown > 0 ? limits.resends() : limits.extraAttempts();
    return failed + unknown <= most && (!isPaid(engine) || paidStarts(attempts) < MOST_PAID_STARTS);
  }

  private long paidStarts(List<Attempt> attempts) {
    return attempts.stream()
        .filter(attempt -> isUnknown(attempt) || isFailed(attempt))
        .filter(attempt -> engineOf(attempt).map(Router::isPaid).orElse(true))
        .count();
  }

  private static boolean isPaid(Engine engine) {
    return engine.traits().cost() == EngineTraits.Cost.MONEY;
  }

  private static boolean isUnknown(Attempt attempt) {
    return attempt.state() == Attempt.State.UNKNOWN;
  }

  /** Whether the engine began it, and says that it bills nothing for what came of it. */
  private static boolean isFailed(Attempt attempt) {
    return attempt.state() == Attempt.State.REFUSED
        && attempt.reason().orElse(Reason.ENGINE_FAILED) == Reason.ENGINE_FAILED;
  }

  private Optional<Route.Wait> closed(Engine engine, Map<String, Instant> resting, Instant now) {
    Instant rests = Objects.requireNonNullElse(resting.get(engine.name()), now);
    if (now.isBefore(rests)) {
      return Optional.of(
          new Route.Wait(rests, new Failure(Reason.ENGINE_UNAVAILABLE, "could not be reached")));
    }
    return engines
        .bulkhead(engine)
        .closed(now)
        .map(closed -> new Route.Wait(closed.until(), tooLate(engine, closed.cause())));
  }

  /** With its account broken it is passed over, and nobody waits for it. */
  private boolean isBroken(Engine engine, Instant now) {
    return engines
        .bulkhead(engine)
        .closed(now)
        .filter(closed -> closed.cause() == Bulkhead.Cause.ACCOUNT)
        .isPresent();
  }

  private static Failure tooLate(Engine engine, Bulkhead.Cause cause) {
    Reason reason = cause == Bulkhead.Cause.PAUSED ? Reason.ENGINE_BUSY : Reason.ENGINE_UNAVAILABLE;
    return new Failure(reason, engine.name() + " is " + cause);
  }

  private static Route sooner(Route one, Route.Wait other) {
    return one instanceof Route.Wait wait && wait.until().isBefore(other.until()) ? one : other;
  }

  private static Failure ended(Attempt attempt) {
    Reason reason =
        isUnknown(attempt)
            ? Reason.UPSTREAM_OUTCOME_UNKNOWN
            : attempt.reason().orElse(Reason.ENGINE_UNAVAILABLE);
    return new Failure(reason, attempt.engine() + ": " + attempt.state().word());
  }

  private Failure none() {
    return new Failure(Reason.ENGINE_UNAVAILABLE, "no engine takes it");
  }
}
