package darkroom.net;

import java.time.Duration;
import org.apache.hc.core5.util.Timeout;

/** A point in the monotonic time of this process. Immutable. */
final class Deadline {
  private final long at;

  private Deadline(long at) {
    this.at = at;
  }

  static Deadline in(Duration span) {
    return new Deadline(System.nanoTime() + span.toNanos());
  }

  /** Nanoseconds left; zero or negative when over. */
  long nanosLeft() {
    return at - System.nanoTime();
  }

  boolean isOver() {
    return nanosLeft() <= 0;
  }

  /** Time left for the HTTP library, to whom zero would mean "no limit". */
  Timeout timeout() {
    return Timeout.ofMilliseconds(Math.max(1, nanosLeft() / 1_000_000));
  }
}
