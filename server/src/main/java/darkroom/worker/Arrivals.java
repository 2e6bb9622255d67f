package darkroom.worker;

import darkroom.task.Claim;
import darkroom.task.LeaseToken;
import darkroom.task.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Live tasks on their way from the queue to an engine: claimed, and still busy with their prompt or
 * their references. No engine knows of them yet, so they are counted here. Thread-safe.
 */
final class Arrivals {
  private final Map<LeaseToken, Task> tasks = new ConcurrentHashMap<>();

  void claimed(Claim claim) {
    if (!claim.task().test()) {
      tasks.put(claim.token(), claim.task());
    }
  }

  /** Its pictures wait for their engine now, or never will. */
  void arrived(Claim claim) {
    tasks.remove(claim.token());
  }

  /** Pictures by model. */
  Map<String, Integer> pictures() {
    var pictures = new HashMap<String, Integer>();
    for (Task task : tasks.values()) {
      pictures.merge(task.model(), task.input().n(), Integer::sum);
    }
    return pictures;
  }
}
