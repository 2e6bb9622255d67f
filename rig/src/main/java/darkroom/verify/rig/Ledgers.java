package darkroom.verify.rig;

import darkroom.verify.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The second look: the closed database and the files of a victim, compared with the first. */
public final class Ledgers {
  private final Path data;

  /**
   * @param data the victim's data folder; the victim must have ended
   */
  public Ledgers(Path data) {
    this.data = data;
  }

  /**
   * Adds to the bad counts; some of them, such as {@code lost}, stand for what the rig knows.
   *
   * @param accepted tasks by the key they were submitted under
   * @param sent every key that was sent
   * @param ends what the API last said of each task
   * @param spent credits that the pictures delivered come to
   */
  public void judge(
      Tally tally,
      Map<String, String> accepted,
      Set<String> sent,
      Map<String, JsonNode> ends,
      BigDecimal spent)
      throws SQLException, IOException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("darkroom.db"));
        Statement sql = connection.createStatement()) {
      tasks(tally, sql, accepted, sent, ends);
      money(tally, sql, spent);
      deliveries(tally, sql);
      orphans(tally, sql);
    }
  }

  private static void tasks(
      Tally tally,
      Statement sql,
      Map<String, String> accepted,
      Set<String> sent,
      Map<String, JsonNode> ends)
      throws SQLException {
    Set<String> known = new HashSet<>(accepted.values());
    try (ResultSet rows =
        sql.executeQuery(
            "select t.id, t.status, k.key from task t"
                + " left join idempotency_key k on k.task_id = t.id")) {
      while (rows.next()) {
        String key = rows.getString(3);
        tally.bad("phantom", key == null || !sent.contains(key) ? 1 : 0);
        known.remove(rows.getString(1));
        JsonNode end = ends.get(rows.getString(1));
        if (end == null || !end.path("status").stringValue().equals(rows.getString(2))) {
          tally.bad("disagree", 1);
        }
      }
    }
    tally.bad("lost", known.size());
    tally.bad(
        "dup_task", number(sql, "select count(*) - count(distinct task_id) from idempotency_key"));
    tally.bad(
        "orphan_rows",
        number(sql, "select count(*) from task_file where task_id not in (select id from task)")
            + number(
                sql, "select count(*) from task_attempt where task_id not in (select id from task)")
            + number(
                sql, "select count(*) from delivery where task_id not in (select id from task)"));
  }

  private static void money(Tally tally, Statement sql, BigDecimal spent) throws SQLException {
    tally.bad(
        "drift",
        number(sql, "select count(*) from account where available + held + spent <> granted")
            + number(
                sql,
                "select count(*) from account a where a.spent <> (select coalesce(sum(captured), 0)"
                    + " from ledger l where l.account_id = a.id)"));
    tally.bad("negative", number(sql, "select count(*) from account where available < 0"));
    tally.bad(
        "hold_leak",
        number(sql, "select count(*) from account where held <> 0 or open_tasks <> 0")
            + number(
                sql,
                "select count(*) from task where test = 0 and not exists (select 1 from ledger l"
                    + " where l.task_id = task.id and l.kind = 'settle')"));
    tally.bad(
        "settle_multi",
        number(
            sql,
            "select count(*) from (select 1 from ledger where task_id is not null"
                + " group by task_id, kind having count(*) > 1)"));
    BigDecimal inDatabase =
        BigDecimal.valueOf(number(sql, "select coalesce(sum(spent), 0) from account"), 3);
    tally.bad("disagree", inDatabase.compareTo(spent) == 0 ? 0 : 1);
  }

  private static void deliveries(Tally tally, Statement sql) throws SQLException {
    tally.bad(
        "cb_missing",
        number(
            sql,
            "select count(*) from task t where t.callback_url is not null and not exists"
                + " (select 1 from delivery d where d.task_id = t.id and d.status = 'delivered')"));
  }

  private void orphans(Tally tally, Statement sql) throws SQLException, IOException {
    // both ways by name: one too many must not make up for one too few
    Path objects = data.resolve("objects");
    Set<String> listed = new HashSet<>();
    try (ResultSet rows = sql.executeQuery("select object_key from task_file")) {
      while (rows.next()) {
        listed.add(rows.getString(1));
      }
    }
    long odd = 0;
    if (Files.exists(objects)) {
      try (Stream<Path> tree = Files.walk(objects)) {
        for (Path file : tree.filter(Files::isRegularFile).toList()) {
          odd += listed.remove(objects.relativize(file).toString()) ? 0 : 1;
        }
      }
    }
    tally.bad("orphan_files", odd + listed.size());
  }

  /** How many files there are below this folder; 0 where there is none. */
  public static long files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile).count();
    } catch (UncheckedIOException e) {
      return files(folder); // something went while it was walked
    }
  }

  private static long number(Statement sql, String query) throws SQLException {
    try (ResultSet result = sql.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }
}
