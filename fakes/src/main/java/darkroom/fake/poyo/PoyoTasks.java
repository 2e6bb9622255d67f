package darkroom.fake.poyo;

import darkroom.fake.kit.Misfortune;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** All tasks, by their id and by the key that made them. Thread-safe. */
final class PoyoTasks {
  private final Clock clock;
  private final Map<String, PoyoTask> byId = new HashMap<>();
  private final Map<String, PoyoTask> byKey = new HashMap<>();
  private long last;

  PoyoTasks(Clock clock) {
    this.clock = clock;
  }

  synchronized Optional<PoyoTask> ofId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  synchronized Optional<PoyoTask> ofKey(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** Ids look like those of the live service: 16 capitals and digits. */
  synchronized PoyoTask add(String key, JsonNode body, Misfortune fate) {
    last++;
    String tail = Long.toString(last, 36).toUpperCase(Locale.ROOT);
    String id = "TASK000000000000".substring(0, 16 - tail.length()) + tail;
    var task = new PoyoTask(id, key, body, fate, clock.instant());
    byId.put(id, task);
    byKey.put(key, task);
    return task;
  }

  /** Its status is unknown from now on; its key stays known. */
  synchronized void forget(PoyoTask task) {
    byId.remove(task.id());
  }

  synchronized void clear() {
    byId.clear();
    byKey.clear();
  }
}
