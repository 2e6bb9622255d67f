package darkroom.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Token buckets by name, in memory. At most ten thousand names; the one unused longest is forgotten
 * first, which only ever favours its owner. Thread-safe.
 */
final class RateLimiter {
  private static final int MOST_NAMES = 10_000;

  private final double perSecond;
  private final double burst;
  private final InstantSource clock;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_NAMES;
        }
      };

  private record Bucket(double tokens, Instant at) {}

  RateLimiter(double perSecond, double burst, InstantSource clock) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.clock = clock;
  }

  /** Takes one token; when there is none, how long until there is. */
  synchronized Optional<Duration> take(String name) {
    Instant now = clock.instant();
    Bucket bucket = buckets.getOrDefault(name, new Bucket(burst, now));
    // a clock that was set back must not turn into a debt
    double gained = Math.max(0, Duration.between(bucket.at(), now).toNanos() / 1e9 * perSecond);
    double tokens = Math.min(burst, bucket.tokens() + gained);
    boolean granted = tokens >= 1;
    buckets.put(name, new Bucket(granted ? tokens - 1 : tokens, now));
    return granted
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) Math.ceil((1 - tokens) / perSecond * 1000)));
  }
}
