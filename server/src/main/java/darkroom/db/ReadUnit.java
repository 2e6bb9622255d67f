package darkroom.db;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One read on its way through a reading thread; whoever waits for it may break it off. Thread-safe.
 */
final class ReadUnit<T> implements Callable<T> {
  private final Work<T> work;
  private final Supplier<Session> sessions;
  private final CountDownLatch begun = new CountDownLatch(1);
  private @Nullable Session running;

  /**
   * @param sessions the reading thread's own session
   */
  ReadUnit(Work<T> work, Supplier<Session> sessions) {
    this.work = work;
    this.sessions = sessions;
  }

  @Override
  public T call() throws Exception {
    Session session = sessions.get();
    runs(session);
    begun.countDown();
    try {
      return work.run(session);
    } finally {
      runs(null);
    }
  }

  /** Waits for a thread to take it up; false when none did in time. */
  boolean awaitBegin(long millis) throws InterruptedException {
    return begun.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Ends the statement under way, if it still runs; never that of another unit. */
  synchronized void breakOff() {
    if (running != null) {
      running.interrupt();
    }
  }

  private synchronized void runs(@Nullable Session session) {
    running = session;
  }
}
