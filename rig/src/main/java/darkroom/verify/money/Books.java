package darkroom.verify.money;

import darkroom.verify.Tally;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Goes through the books of a database that nobody writes to: every account's columns against its
 * ledger rows, every task against its hold and its settlement. Reads the file with SQL of its own.
 */
final class Books {
  private static final String DRIFT =
      """
      select count(*) from account a where
        available + held + spent <> granted or available < 0 or held < 0 or spent < 0
        or granted <> (select coalesce(sum(amount), 0) from ledger
          where account_id = a.id and kind in ('grant', 'adjustment'))
        or spent <> (select coalesce(sum(captured), 0) from ledger where account_id = a.id)
        or held <> (select coalesce(sum(case kind when 'hold' then amount else -amount end), 0)
          from ledger where account_id = a.id and kind in ('hold', 'settle'))
        or held <> (select coalesce(sum(held), 0) from task
          where account_id = a.id and status in ('not_started', 'running'))
        or spent <> (select coalesce(sum(captured), 0) from task where account_id = a.id)
        or open_tasks <> (select count(*) from task
          where account_id = a.id and status in ('not_started', 'running'))
      """;
  private static final String HOLDS =
      """
      select count(*) from task t where 1 <>
        (select count(*) from ledger where task_id = t.id and kind = 'hold' and amount = t.held)
      """;
  private static final String SETTLEMENTS =
      """
      select count(*) from task t where
        (select count(*) from ledger where task_id = t.id and kind = 'settle'
          and amount = t.held and captured = t.captured)
        <> case when t.status in ('finished', 'failed') then 1 else 0 end
      """;
  private static final String STRAY =
      "select count(*) from ledger where kind in ('hold', 'settle') and task_id is null";

  private Books() {}

  /** Adds what does not add up to {@code drift}, {@code hold_wrong} and {@code settle_multi}. */
  static void audit(Path database, Tally tally) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      tally.bad("drift", count(statement, DRIFT));
      tally.bad("hold_wrong", count(statement, HOLDS));
      tally.bad("settle_multi", count(statement, SETTLEMENTS) + count(statement, STRAY));
    }
  }

  static long count(Path database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      return count(statement, sql);
    }
  }

  private static long count(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }
}
