package darkroom;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wall clock as it stood at the start, moved on by the monotonic one, so that small corrections
 * of the machine's clock neither expire a lease nor revive one. A jump of more than a minute (a
 * laptop that slept, an operator who set the time) is followed, because callbacks are stamped with
 * this time and receivers refuse old stamps. Thread-safe.
 */
final class SteadyClock implements InstantSource {
  private static final Logger log = LoggerFactory.getLogger(SteadyClock.class);
  private static final Duration JUMP = Duration.ofMinutes(1);

  private volatile Anchor anchor = new Anchor(Instant.now(), System.nanoTime());

  private record Anchor(Instant wall, long nanos) {
    Instant now() {
      return wall.plusNanos(System.nanoTime() - nanos);
    }
  }

  @Override
  public Instant instant() {
    Instant steady = anchor.now();
    Instant wall = Instant.now();
    Duration apart = Duration.between(steady, wall).abs();
    if (apart.compareTo(JUMP) <= 0) {
      return steady;
    }
    anchor = new Anchor(wall, System.nanoTime());
    log.atWarn().addKeyValue("seconds", apart.toSeconds()).log("clock.jumped");
    return wall;
  }
}
