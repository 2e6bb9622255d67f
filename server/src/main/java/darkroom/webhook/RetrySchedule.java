package darkroom.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before each try of a delivery. A little jitter keeps the retries of many
 * deliveries from arriving together. Thread-safe if the generator is.
 */
public final class RetrySchedule {
  private static final double MOST_JITTER = 0.1;

  private final List<Duration> waits;
  private final RandomGenerator random;

  /** Takes one wait per try, the first try included; see {@link WebhookConfig#schedule()}. */
  public RetrySchedule(List<Duration> waits, RandomGenerator random) {
    this.waits = List.copyOf(waits);
    this.random = random;
  }

  /**
   * The wait between the end of the try before and this one, up to a tenth longer than the schedule
   * says.
   *
   * @param attempt number of the try to come, from 1
   * @return empty when the schedule has no such try: the delivery is exhausted
   */
  public Optional<Duration> waitBefore(int attempt) {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt: " + attempt + " (expected: at least 1)");
    }
    if (attempt > waits.size()) {
      return Optional.empty();
    }
    Duration wait = waits.get(attempt - 1);
    long jitterMillis = (long) (wait.toMillis() * MOST_JITTER * random.nextDouble());
    return Optional.of(wait.plusMillis(jitterMillis));
  }
}
