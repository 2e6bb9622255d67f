package darkroom.worker.shot;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Waits that double from a base to a cap, each with up to a fifth of jitter. Thread-safe if random
 * is.
 */
public final class RetryPolicy {
  private static final double JITTER = 0.2;
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 30;

  private final Duration base;
  private final Duration cap;
  private final RandomGenerator random;

  public RetryPolicy(Duration base, Duration cap, RandomGenerator random) {
    this.base = base;
    this.cap = cap;
    this.random = random;
  }

  /**
   * The wait after a no: at least as long as the other side asked for, which counts up to five
   * minutes.
   *
   * @param tries how many failed so far, at least 1
   */
  public Duration waitAfter(int tries, Optional<Duration> asked) {
    Duration own = waitAfter(tries);
    return asked
        .map(wait -> wait.compareTo(LONGEST_ASKED) < 0 ? wait : LONGEST_ASKED)
        .filter(wait -> wait.compareTo(own) > 0)
        .orElse(own);
  }

  /**
   * @param tries how many failed so far, at least 1
   */
  public Duration waitAfter(int tries) {
    double doubled = (double) base.toMillis() * Math.pow(2, Math.min(tries - 1, MOST_DOUBLINGS));
    double capped = Math.min(doubled, (double) cap.toMillis());
    return Duration.ofMillis((long) (capped * (1 + JITTER * random.nextDouble())));
  }
}
