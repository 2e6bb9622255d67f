package darkroom;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The wall clock as it stood at the start, moved on by the monotonic one: somebody setting the machine's
 * clock neither expires a lease nor revives one. A restart picks the new time up. Thread-safe.
 */
final class SteadyClock implements InstantSource {
  private final Instant start;
  private final long startNanos;

  SteadyClock() {
    this.start = Instant.now();
    this.startNanos = System.nanoTime();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }
}
