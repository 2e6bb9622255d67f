package darkroom.task;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it, or lets it run. Thread-safe. */
public final class SettableClock implements InstantSource {
  public static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  private volatile boolean running;
  private volatile long since;

  @Override
  public Instant instant() {
    return running ? now.get().plusNanos(System.nanoTime() - since) : now.get();
  }

  /** From here on it moves by itself. */
  public void run() {
    since = System.nanoTime();
    running = true;
  }

  public void advance(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
