package darkroom.task;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Decides whether the queue takes one more task: by depth, and by the wait that depth means at the
 * pace of the last minute. The worker reports depth and ends; in between, submits are counted here.
 * Thread-safe.
 */
public final class Admission {
  private static final double WINDOW_SECONDS = 60;
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final TaskConfig config;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong ended = new AtomicLong();
  private final LongSupplier freeBytes;
  private final long freeBytesFloor;
  private volatile double endsPerSecond;
  private double secondsSinceEnd;
  private volatile boolean diskLow;

  /**
   * @param freeBytes room on the disk that the pictures go to
   * @param freeBytesFloor below this much nothing is accepted
   */
  public Admission(TaskConfig config, LongSupplier freeBytes, long freeBytesFloor) {
    this.config = config;
    this.freeBytes = freeBytes;
    this.freeBytesFloor = freeBytesFloor;
    this.diskLow = isLow();
  }

  /** No room at all is too little whatever the floor. */
  private boolean isLow() {
    long free = freeBytes.getAsLong();
    return free <= 0 || free < freeBytesFloor;
  }

  /** Whether the disk is too full to promise a picture, or cannot be written. */
  public boolean diskLow() {
    return diskLow;
  }

  /** Empty when there is room; otherwise how long to stay away. */
  public Optional<Duration> full() {
    int depth = waiting.get();
    double rate = endsPerSecond;
    boolean tooDeep = depth >= config.maxWaiting();
    boolean tooLong = rate > 0 && depth / rate > config.maxWait().toSeconds();
    return tooDeep || tooLong ? Optional.of(retryAfter(rate)) : Optional.empty();
  }

  /** How long an account with too many open tasks should stay away. */
  public Duration retryAfter() {
    return retryAfter(endsPerSecond);
  }

  public void queued() {
    waiting.incrementAndGet();
  }

  /** So many were taken from the queue; else they would count until the next look at its depth. */
  public void claimed(int tasks) {
    waiting.updateAndGet(depth -> Math.max(0, depth - tasks));
  }

  /** A task reached its end. */
  public void ended() {
    ended.incrementAndGet();
  }

  /**
   * The true depth, told now and then.
   *
   * @param since time since the last call; above zero
   */
  public void observed(int depth, Duration since) {
    boolean hadWork = depth > 0 || waiting.get() > 0;
    waiting.set(depth);
    diskLow = isLow();
    measure(ended.getAndSet(0), hadWork, Math.max(1, since.toMillis()) / 1000.0);
  }

  /**
   * An end tells the pace since the one before. Time without an end tells nothing by itself: nobody
   * may have asked for anything, or a picture may take minutes.
   */
  private synchronized void measure(long ends, boolean hadWork, double seconds) {
    if (ends == 0) {
      secondsSinceEnd = hadWork ? secondsSinceEnd + seconds : 0;
      return;
    }
    double window = secondsSinceEnd + seconds;
    double pace = ends / window;
    double before = endsPerSecond;
    double weight = 1 - Math.exp(-window / WINDOW_SECONDS);
    endsPerSecond = before == 0 ? pace : before + weight * (pace - before);
    secondsSinceEnd = 0;
  }

  public int waiting() {
    return waiting.get();
  }

  private static Duration retryAfter(double rate) {
    if (rate <= 0) {
      return Duration.ofSeconds(5);
    }
    Duration untilSomeRoom = Duration.ofMillis((long) (10_000 / rate));
    Duration atLeast = Duration.ofSeconds(1);
    if (untilSomeRoom.compareTo(atLeast) < 0) {
      return atLeast;
    }
    return untilSomeRoom.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : untilSomeRoom;
  }
}
