package darkroom.task;

import java.util.concurrent.atomic.AtomicLong;

/** Ids that tests can tell apart; never the same twice. Thread-safe. */
public final class Names {
  private final AtomicLong counter = new AtomicLong();

  /** That many characters of {@code 0-9}, counting up. */
  public String next(int length) {
    String number = Long.toString(counter.incrementAndGet());
    return "0".repeat(Math.max(0, length - number.length())) + number;
  }
}
