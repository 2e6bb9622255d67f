package darkroom.image;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One pool of pixels for all decoding in the process, so that many pictures at once cost no more
 * memory than the pool (guarantee G12). First come, first served. Thread-safe.
 */
final class PixelPermits {
  /** A permit stands for so many pixels, so that a pool of billions fits an int. */
  private static final int UNIT = 1_024;

  private final int total;
  private final Semaphore permits;

  PixelPermits(long pixels) {
    this.total = Math.toIntExact(Math.max(1, pixels / UNIT));
    this.permits = new Semaphore(total, true);
  }

  /** Taken pixels; closing gives them back. */
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for so many pixels; a picture larger than the pool takes it whole and runs alone.
   *
   * @throws IOException when they were not to be had in time, or the thread was interrupted
   */
  Permit acquire(long pixels, Duration longestWait) throws IOException {
    int count = (int) Math.min(total, pixels / UNIT + 1);
    try {
      if (!permits.tryAcquire(count, longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new DecodeBusyException("no room to decode " + pixels + " pixels in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting to decode", e);
    }
    return () -> permits.release(count);
  }

  /** Pixels nobody holds, rounded down. */
  long available() {
    return (long) permits.availablePermits() * UNIT;
  }
}
