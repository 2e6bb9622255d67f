package darkroom.task;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it, or lets it run. Thread-safe. */
public final class SettableClock implements InstantSource {
  public static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicInteger looks = new AtomicInteger();

  private volatile boolean running;
  private volatile long since;

  @Override
  public Instant instant() {
    looks.incrementAndGet();
    return running ? now.get().plusNanos(System.nanoTime() - since) : now.get();
  }

  /** From here on it moves by itself. */
  public void run() {
    since = System.nanoTime();
    running = true;
  }

  /** How often it was looked at, as a sign that somebody goes on. */
  public int looks() {
    return looks.get();
  }

  public void advance(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
