package darkroom.worker.shot;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits that a callback of an engine cuts short. Holds an entry for an attempt only while somebody
 * waits for it. Thread-safe.
 */
public final class Wakeups {
  private final Map<String, Semaphore> waiting = new ConcurrentHashMap<>();

  /** Returns after that time, or as soon as the attempt is heard of. */
  void await(String attemptId, Duration time) throws InterruptedException {
    var heard = new Semaphore(0);
    waiting.put(attemptId, heard);
    try {
      if (heard.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
        heard.drainPermits();
      }
    } finally {
      waiting.remove(attemptId, heard);
    }
  }

  /** Somebody told something about this attempt. */
  public void wake(String attemptId) {
    Semaphore heard = waiting.get(attemptId);
    if (heard != null) {
      heard.release();
    }
  }
}
