package darkroom.verify.upstream;

import darkroom.verify.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How far open attempts had come at each kill, and what became of them. For one run. */
final class Witness {
  private static final String SENDING = "sending";
  private static final String ACCEPTED = "accepted";
  private static final String STORED = "stored";

  private final Path data;
  private final Path scratch;
  private final Map<String, Attempts.Row> sending = new TreeMap<>();
  private final Map<String, Attempts.Row> accepted = new TreeMap<>();
  private final Map<String, Attempts.Row> stored = new TreeMap<>();
  private final Map<String, Integer> kills = new TreeMap<>();

  Witness(Upstream upstream) {
    data = upstream.victim().data();
    scratch = upstream.plan().folder().resolve("remains");
  }

  /** Right after a kill. */
  void look() throws IOException, SQLException {
    var hit = new HashSet<String>();
    for (Attempts.Row row : Attempts.ofKilled(data, scratch).byId().values()) {
      if (row.open() && isNews(row)) {
        hit.add(row.engine());
      }
    }
    hit.forEach(engine -> kills.merge(engine, 1, Integer::sum));
  }

  /** Whether no kill before met it that far; whoever waits for a deadline meets many. */
  private boolean isNews(Attempts.Row row) {
    return switch (row.state()) {
      case SENDING -> sending.put(row.id(), row) == null;
      case ACCEPTED -> accepted.put(row.id(), row) == null;
      case STORED -> stored.put(row.id(), row) == null;
      default -> false;
    };
  }

  /** Kills that met an open attempt of the engine that was met least. */
  int leastHit(List<String> engines) {
    return engines.stream().mapToInt(name -> kills.getOrDefault(name, 0)).min().orElse(0);
  }

  /** Counts by engine, such as {@code ark:12,fal:9}. */
  void report(Attempts last, Tally tally) {
    tally.fact("at_sending", byEngine(sending, Set.of(), last));
    tally.fact("at_accepted", byEngine(accepted, Set.of(), last));
    tally.fact("at_stored", byEngine(stored, Set.of(), last));
    tally.fact("resumed", byEngine(accepted, Set.of(STORED), last));
    tally.fact("reconciled", byEngine(sending, Set.of(STORED, ACCEPTED), last));
    tally.fact("unknown", byEngine(sending, Set.of("unknown"), last));
    var hit = new HashSet<>(sending.keySet());
    hit.addAll(accepted.keySet());
    tally.fact("attempts_hit", hit.size());
    tally.fact("kills_hit", shown(kills));
  }

  /**
   * @param states those that attempts must have come to in the end; none for all
   */
  private static String byEngine(
      Map<String, Attempts.Row> rows, Set<String> states, Attempts last) {
    Map<String, Integer> counts = new TreeMap<>();
    rows.forEach((id, row) -> {
      Attempts.Row now = last.byId().get(id);
      if (states.isEmpty() || (now != null && states.contains(now.state()))) {
        counts.merge(row.engine(), 1, Integer::sum);
      }
    });
    return shown(counts);
  }

  private static String shown(Map<String, Integer> counts) {
    return counts.isEmpty()
        ? "0"
        : counts.entrySet().stream()
            .map(count -> count.getKey() + ":" + count.getValue())
            .collect(Collectors.joining(","));
  }
}
