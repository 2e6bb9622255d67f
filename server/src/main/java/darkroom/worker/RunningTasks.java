package darkroom.worker;

import darkroom.task.LeaseToken;
import darkroom.task.TaskStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The tasks under way here, each with its thread, and the renewal of their leases. Thread-safe. */
final class RunningTasks {
  private static final int BEATS_PER_LEASE = 3;

  private final TaskStore store;
  private final Duration lease;
  private final Map<LeaseToken, Thread> threads = new ConcurrentHashMap<>();
  private Instant renewed = Instant.EPOCH;

  RunningTasks(TaskStore store, Duration lease) {
    this.store = store;
    this.lease = lease;
  }

  void add(LeaseToken token, Thread thread) {
    threads.put(token, thread);
  }

  void remove(LeaseToken token) {
    threads.remove(token);
  }

  int size() {
    return threads.size();
  }

  boolean isEmpty() {
    return threads.isEmpty();
  }

  Map<LeaseToken, Thread> threads() {
    return Map.copyOf(threads);
  }

  /** How often leases are renewed. */
  Duration beat() {
    return lease.dividedBy(BEATS_PER_LEASE);
  }

  /**
   * Renews every lease when a beat has passed; a task whose lease is lost is interrupted. Also
   * called before every claim: after a jump of the clock our own leases look expired, and must not
   * be claimed a second time.
   */
  synchronized void renewIfDue(Instant now) {
    if (renewed.plus(beat()).isAfter(now)) {
      return;
    }
    renewed = now;
    List<LeaseToken> held = List.copyOf(threads.keySet());
    if (held.isEmpty()) {
      return;
    }
    for (LeaseToken lost : store.renew(held, now.plus(lease))) {
      Thread thread = threads.get(lost); // absent when it ended meanwhile
      if (thread != null) {
        thread.interrupt();
      }
    }
  }
}
