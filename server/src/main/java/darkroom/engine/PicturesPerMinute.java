package darkroom.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * At most so many pictures begun in any minute: a token bucket whose burst counts into the minute.
 * Thread-safe.
 */
final class PicturesPerMinute {
  private static final double MILLIS = 60_000;

  private final double burst;
  private final double perMilli;
  private double tokens;
  private Instant filled = Instant.MIN;

  /**
   * @param most at least 1; 0 for no limit
   */
  PicturesPerMinute(int most) {
    this.burst = Math.max(1, most / 10.0);
    this.perMilli = most <= 1 ? most / MILLIS : (most - burst) / MILLIS;
    this.tokens = burst;
  }

  /** How long until one more may begin; zero when it may now. Changes nothing but the filling. */
  synchronized Duration waitAt(Instant now) {
    fill(now);
    return perMilli == 0 || tokens >= 1
        ? Duration.ZERO
        : Duration.ofMillis((long) Math.ceil((1 - tokens) / perMilli));
  }

  /** How many more may begin now, one after another. Changes nothing but the filling. */
  synchronized int leftAt(Instant now) {
    fill(now);
    return perMilli == 0 ? Integer.MAX_VALUE : (int) Math.max(0, tokens);
  }

  /** One begins. */
  synchronized void take(Instant now) {
    fill(now);
    if (perMilli > 0) {
      tokens--;
    }
  }

  private void fill(Instant now) {
    if (filled.equals(Instant.MIN) || now.isBefore(filled)) {
      filled = now;
    }
    double gained = Duration.between(filled, now).toMillis() * perMilli;
    tokens = Math.min(burst, tokens + gained);
    filled = now;
  }
}
