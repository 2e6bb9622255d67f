package darkroom.fake.replicate;

import darkroom.fake.kit.HistoryFault;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.ResultHost;
import java.time.Clock;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All predictions of the one account, and the pages of their list. Thread-safe. */
final class ReplicateShelf {
  static final int PAGE = 100;

  private final String origin;
  private final ResultHost results;
  private final Clock clock;
  private final NavigableMap<Long, ReplicateJob> jobs = new TreeMap<>();
  private long last;

  ReplicateShelf(String origin, ResultHost results, Clock clock) {
    this.origin = origin;
    this.results = results;
    this.clock = clock;
  }

  synchronized ReplicateJob add(String model, String label, JsonNode body, Misfortune fate) {
    last++;
    var job = new ReplicateJob(last, model, label, body, fate, clock.instant());
    jobs.put(last, job);
    return job;
  }

  synchronized Optional<ReplicateJob> find(String id) {
    return ReplicateJob.numberOf(id).map(jobs::get);
  }

  synchronized List<ReplicateJob> all() {
    return List.copyOf(jobs.values());
  }

  synchronized void clear() {
    jobs.clear();
  }

  /**
   * One page, newest first.
   *
   * @param below only those before that one
   */
  synchronized ObjectNode page(long below) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.putNull("previous");
    ArrayNode shown = Json.MAPPER.createArrayNode();
    long lowest = 0;
    for (ReplicateJob job : jobs.headMap(below, false).descendingMap().values()) {
      if (shown.size() >= PAGE) {
        String next = origin + ReplicateVendor.BASE + "/predictions?cursor=" + lowest;
        json.put("next", next);
        break;
      }
      list(job, shown);
      lowest = job.number();
    }
    if (!json.has("next")) {
      json.putNull("next");
    }
    json.set("results", shown);
    return json;
  }

  private void list(ReplicateJob job, ArrayNode shown) {
    if (!(job.fate() instanceof Misfortune.History(HistoryFault kind, var delay))) {
      shown.add(job.json(job.id(), origin, results));
      return;
    }
    boolean late = clock.instant().isBefore(job.created().plus(delay));
    if (kind == HistoryFault.ABSENT || (kind == HistoryFault.DELAYED && late)) {
      return;
    }
    shown.add(job.json(job.id(), origin, results));
    if (kind == HistoryFault.DOUBLE) {
      shown.add(job.json("q" + job.id().substring(1), origin, results));
    }
  }
}
