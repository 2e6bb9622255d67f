package darkroom;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Asks again and again until the answer is there, for at most a minute. */
final class Await {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    value(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  static <T> T value(String what, Supplier<Optional<T>> question) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      Optional<T> answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("waited " + LONGEST.toSeconds() + " s in vain for " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
