package darkroom.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/**
 * What one engine may be asked just now, shared by all workers of the process: places, pictures a
 * minute, the pause that it asked for, its circuit breaker, the operator's switch. Thread-safe.
 */
public final class Bulkhead {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  /** Itself, and one more. */
  private static final int WAITERS_PER_PLACE = 2;

  private final EngineLimits limits;
  private final Semaphore places;
  private final PicturesPerMinute rate;
  private final CircuitBreaker breaker = new CircuitBreaker();
  private volatile EngineMode mode = EngineMode.ENABLED;
  private Instant pausedUntil = Instant.MIN;
  private Duration pausedFor = Duration.ZERO;
  private int busyInARow;

  Bulkhead(EngineLimits limits) {
    this.limits = limits;
    this.places = new Semaphore(limits.concurrency(), true);
    this.rate = new PicturesPerMinute(limits.perMinute());
  }

  /** Why nothing may begin, and when to look again. */
  public record Closed(Cause cause, Instant until) {}

  /** What keeps a shot from an engine. */
  public enum Cause {
    /** The operator switched it off. */
    SWITCHED_OFF,
    /** It asked to be left alone, or has had its pictures of this minute. */
    PAUSED,
    /** It does not answer. */
    FAILING,
    /** It does not accept our key or our account. */
    ACCOUNT;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether a shot may not begin now; places aside. Changes nothing. */
  public Optional<Closed> closed(Instant now) {
    if (mode != EngineMode.ENABLED) {
      return Optional.of(new Closed(Cause.SWITCHED_OFF, now.plus(LOOK_AGAIN)));
    }
    Optional<Instant> open = breaker.openUntil(now);
    if (open.isPresent()) {
      Cause cause = breaker.isAccountTrouble() ? Cause.ACCOUNT : Cause.FAILING;
      return Optional.of(new Closed(cause, open.get()));
    }
    Instant free = latest(pause(now), now.plus(rate.waitAt(now)));
    return now.isBefore(free) ? Optional.of(new Closed(Cause.PAUSED, free)) : Optional.empty();
  }

  /**
   * How many pictures may begin beyond those that have a place or wait for one: so many that a
   * freed place finds somebody waiting, and no more, because a task's deadline runs from its claim.
   *
   * @param coming pictures of claimed tasks that do not wait for a place yet
   * @return at least 0
   */
  public int room(Instant now, int coming) {
    if (closed(now).isPresent()) {
      return 0;
    }
    int soon = breaker.isOnTrial() ? 1 : rate.leftAt(now);
    int busy = inFlight() + places.getQueueLength();
    return Math.max(0, Math.min(soon, WAITERS_PER_PLACE * limits.concurrency() - busy) - coming);
  }

  /**
   * A place for one shot, until closed. Waits for one; what it finds then is for {@link #admit}.
   */
  public Place enter() throws InterruptedException {
    places.acquire();
    return new Place(places);
  }

  /** A place of an engine. May be closed more than once. Thread-safe. */
  public static final class Place implements AutoCloseable {
    private final Semaphore places;
    private final AtomicBoolean left = new AtomicBoolean();

    private Place(Semaphore places) {
      this.places = places;
    }

    @Override
    public void close() {
      if (!left.getAndSet(true)) {
        places.release();
      }
    }
  }

  /** A shot wants to begin now, and has a place; whether it may, and then it counts. */
  public synchronized Optional<Closed> admit(Instant now) {
    Optional<Closed> closed = closed(now);
    if (closed.isEmpty() && !breaker.admit(now)) {
      return Optional.of(new Closed(Cause.FAILING, now.plus(LOOK_AGAIN)));
    }
    if (closed.isEmpty()) {
      rate.take(now);
    }
    return closed;
  }

  /** The engine answered as it should, if only with a no. */
  public synchronized void well() {
    breaker.well();
    busyInARow = 0;
  }

  /** No answer, or none that makes sense. */
  public synchronized void failed(Instant now) {
    breaker.failed(now);
  }

  /** It does not accept our key or our account. */
  public synchronized void refusedAccount(Instant now) {
    breaker.refusedAccount(now);
  }

  /**
   * It said that it is busy: nobody asks it for a while.
   *
   * @param pause how long, by how often it said so in a row; answers to what was sent before a
   *     pause began count once
   */
  public synchronized void busy(Instant now, IntFunction<Duration> pause) {
    Instant before = pause(now);
    if (!now.isBefore(before)) {
      busyInARow++;
    }
    pausedUntil = latest(before, now.plus(pause.apply(busyInARow)));
    pausedFor = Duration.between(now, pausedUntil);
  }

  public EngineMode mode() {
    return mode;
  }

  public void switchTo(EngineMode wanted) {
    mode = wanted;
  }

  /** Shots that have a place. */
  public int inFlight() {
    return limits.concurrency() - places.availablePermits();
  }

  /** A clock that was set back makes no pause longer than it was at first. */
  private synchronized Instant pause(Instant now) {
    Instant longest = now.plus(pausedFor);
    if (pausedUntil.isAfter(longest)) {
      pausedUntil = longest;
    }
    return pausedUntil;
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
