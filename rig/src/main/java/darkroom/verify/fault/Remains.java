package darkroom.verify.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * How far a killed victim had come with the order it was at, read from a copy of its database, so
 * that looking does not tidy up before it does.
 */
final class Remains {
  private Remains() {}

  /**
   * @param tasks how many tasks there were before this order
   * @return {@code nothing}, {@code accepted}, the state of its attempt, {@code ended} or {@code
   *     told}
   */
  static String of(Path data, Path scratch, int tasks) throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy(data, scratch));
        Statement sql = connection.createStatement()) {
      if (text(sql, "select count(*) from task").equals(Integer.toString(tasks))) {
        return "nothing";
      }
      String newest = "(select id from task order by rowid desc limit 1)";
      String status = text(sql, "select status from task where id = " + newest);
      if (status.equals("finished") || status.equals("failed")) {
        return text(sql, "select status from delivery where task_id = " + newest)
                .equals("delivered")
            ? "told"
            : "ended";
      }
      String attempt =
          text(
              sql,
              "select state from task_attempt where task_id = "
                  + newest
                  + " order by number desc limit 1");
      return attempt.isEmpty() ? "accepted" : "attempt_" + attempt;
    }
  }

  /** Copies the database of a process that has ended; returns the copy. */
  static Path copy(Path data, Path scratch) throws IOException {
    Files.createDirectories(scratch);
    Files.deleteIfExists(scratch.resolve("darkroom.db-shm"));
    for (String name : List.of("darkroom.db", "darkroom.db-wal")) {
      Files.deleteIfExists(scratch.resolve(name));
      if (Files.exists(data.resolve(name))) {
        Files.copy(data.resolve(name), scratch.resolve(name));
      }
    }
    return scratch.resolve("darkroom.db");
  }

  /** How many tasks a copied database holds. */
  static int tasks(Path scratch) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + scratch.resolve("darkroom.db"));
        Statement sql = connection.createStatement()) {
      return Integer.parseInt(text(sql, "select count(*) from task"));
    }
  }

  private static String text(Statement sql, String query) throws SQLException {
    try (ResultSet result = sql.executeQuery(query)) {
      return result.next() ? String.valueOf(result.getString(1)) : "";
    }
  }
}
