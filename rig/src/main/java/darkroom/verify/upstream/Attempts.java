package darkroom.verify.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The attempts that the database of a dead or stopped victim knows. Immutable. */
final class Attempts {
  /**
   * One row.
   *
   * @param job whether the engine's handle was written down
   * @param open whether its task had not ended
   */
  record Row(
      String id, String task, int shot, String engine, String state, boolean job, boolean open) {
    String place() {
      return task + "#" + shot;
    }
  }

  private final Map<String, Row> byId = new TreeMap<>();
  private final Map<String, String> reasons = new TreeMap<>();
  private final Set<String> pictured = new HashSet<>();

  private Attempts() {}

  /** From a copy, so that looking does not tidy up before the next start does. */
  static Attempts ofKilled(Path data, Path scratch) throws IOException, SQLException {
    Files.createDirectories(scratch);
    Files.deleteIfExists(scratch.resolve("darkroom.db-shm"));
    for (String name : List.of("darkroom.db", "darkroom.db-wal")) {
      Files.deleteIfExists(scratch.resolve(name));
      if (Files.exists(data.resolve(name))) {
        Files.copy(data.resolve(name), scratch.resolve(name));
      }
    }
    return of(scratch);
  }

  static Attempts of(Path data) throws SQLException {
    var all = new Attempts();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("darkroom.db"));
        Statement sql = connection.createStatement()) {
      try (ResultSet rows =
          sql.executeQuery(
              "select a.id, a.task_id, a.shot, a.engine, a.state, a.upstream_id is not null,"
                  + " t.status in ('not_started', 'running')"
                  + " from task_attempt a join task t on t.id = a.task_id"
                  + " order by a.task_id, a.shot, a.number")) {
        while (rows.next()) {
          all.byId.put(
              rows.getString(1),
              new Row(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getInt(3),
                  rows.getString(4),
                  rows.getString(5),
                  rows.getBoolean(6),
                  rows.getBoolean(7)));
        }
      }
      try (ResultSet rows =
          sql.executeQuery("select id, coalesce(reason, '') from task where status = 'failed'")) {
        while (rows.next()) {
          all.reasons.put(rows.getString(1), rows.getString(2));
        }
      }
      try (ResultSet rows = sql.executeQuery("select task_id, shot from task_file")) {
        while (rows.next()) {
          all.pictured.add(rows.getString(1) + "#" + rows.getInt(2));
        }
      }
    }
    return all;
  }

  Map<String, Row> byId() {
    return Map.copyOf(byId);
  }

  /** Why a task failed; empty when it did not. */
  String reason(String task) {
    return reasons.getOrDefault(task, "");
  }

  /**
   * Shots of this task whose engine had named a job that was written down, and that have nothing.
   */
  long withJobButNoPicture(String task) {
    return byId.values().stream()
        .filter(row -> row.task().equals(task) && row.job() && !pictured.contains(row.place()))
        .map(Row::place)
        .distinct()
        .count();
  }
}
