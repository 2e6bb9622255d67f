package darkroom.worker;

import darkroom.task.Claim;
import darkroom.task.LeaseToken;
import darkroom.task.TaskId;
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
  private final Map<TaskId, LeaseToken> tasks = new ConcurrentHashMap<>();
  private Instant renewed = Instant.EPOCH;

  RunningTasks(TaskStore store, Duration lease) {
    this.store = store;
    this.lease = lease;
  }

  /**
   * @return false when this very task already runs here, under another lease, and must not a second
   *     time
   */
  boolean add(Claim claim, Thread thread) {
    if (tasks.putIfAbsent(claim.task().id(), claim.token()) != null) {
      return false;
    }
    threads.put(claim.token(), thread);
    return true;
  }

  void remove(Claim claim) {
    threads.remove(claim.token());
    tasks.remove(claim.task().id(), claim.token());
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
   * called before every claim, with the time of that claim: after a jump of the clock, or a store
   * that took no writes for a while, our own leases look expired, and must not be claimed a second
   * time. What fails is not done: it is tried again at the next call.
   */
  synchronized void renewIfDue(Instant now) {
    if (renewed.plus(beat()).isAfter(now)) {
      return;
    }
    List<LeaseToken> held = List.copyOf(threads.keySet());
    if (held.isEmpty()) {
      renewed = now;
      return;
    }
    List<LeaseToken> gone = store.renew(held, now.plus(lease));
    renewed = now;
    for (LeaseToken lost : gone) {
      Thread thread = threads.get(lost); // absent when it ended meanwhile
      if (thread != null) {
        thread.interrupt();
      }
    }
  }
}
