package darkroom.image;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where pictures are painted and decoded: each on a platform thread of its own, a few at a time, so
 * that seconds of pure computing never hold the carriers that requests and everything else run on.
 * Thread-safe.
 */
public final class Easels {
  private final Semaphore free;

  /** Work that computes and writes, and stops early when its thread is interrupted. */
  @FunctionalInterface
  public interface Painting {
    void paint() throws IOException;
  }

  public Easels(int count) {
    free = new Semaphore(count, true);
  }

  /**
   * Waits for an easel and for the painting. When interrupted, the painting is told to stop and is
   * over when this throws.
   */
  public void paint(Painting painting) throws IOException {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    paintAndFree(painting);
  }

  /**
   * The same, with an end to the wait for an easel.
   *
   * @return false when none was free in time; nothing was painted then
   */
  boolean paint(Painting painting, Duration longestWait) throws IOException {
    try {
      if (!free.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    paintAndFree(painting);
    return true;
  }

  private void paintAndFree(Painting painting) throws IOException {
    try {
      paintAside(painting);
    } finally {
      free.release();
    }
  }

  private static void paintAside(Painting painting) throws IOException {
    var failure = new AtomicReference<Throwable>();
    Thread painter =
        Thread.ofPlatform()
            .daemon()
            .name("painter")
            .start(() -> {
              try {
                painting.paint();
              } catch (IOException | RuntimeException | Error e) {
                failure.set(e);
              }
            });
    try {
      painter.join();
    } catch (InterruptedException e) {
      painter.interrupt();
      joinAnyway(painter);
      throw interrupted();
    }
    switch (failure.get()) {
      case null -> {}
      case IOException trouble -> throw trouble;
      case Throwable fault -> throw new IllegalStateException("painting failed", fault);
    }
  }

  private static void joinAnyway(Thread painter) {
    boolean joined = false;
    while (!joined) {
      try {
        painter.join();
        joined = true;
      } catch (InterruptedException again) {
        painter.interrupt();
      }
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while painting");
  }
}
