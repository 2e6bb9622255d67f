package darkroom.db;

import darkroom.credit.Credits;
import darkroom.credit.LedgerEntry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes a ledger row and moves the account's columns by it. The one place where money moves: the
 * unique index lets a task hold once and settle once, and the guards keep every column at or above
 * zero.
 */
final class Ledger {
  /** In thousandths; far from the end of 64 bits, where sums of the database turn inexact. */
  private static final long MOST_GRANTED = 1_000_000_000_000_000L;

  /** What a row changes: a column's move is what it gains. */
  private record Moves(
      String kind,
      Optional<String> task,
      Credits amount,
      Credits available,
      Credits held,
      Credits spent,
      Credits granted,
      String note) {}

  private Ledger() {}

  /**
   * False when the account is unknown, a column would fall below zero, or more would be granted
   * than can be counted safely; undo the unit then.
   */
  static boolean append(Session session, String accountId, LedgerEntry entry, Instant now)
      throws SQLException {
    Moves moves = moves(entry);
    return move(session, accountId, moves) && insert(session, accountId, moves, now);
  }

  private static Moves moves(LedgerEntry entry) {
    Credits none = Credits.ZERO;
    return switch (entry) {
      case LedgerEntry.Grant grant ->
          new Moves(
              "grant",
              Optional.empty(),
              grant.amount(),
              grant.amount(),
              none,
              none,
              grant.amount(),
              grant.note());
      case LedgerEntry.Adjustment adjustment ->
          new Moves(
              "adjustment",
              Optional.empty(),
              adjustment.amount(),
              adjustment.amount(),
              none,
              none,
              adjustment.amount(),
              adjustment.note());
      case LedgerEntry.Hold hold ->
          new Moves(
              "hold",
              Optional.of(hold.taskId()),
              hold.amount(),
              none.minus(hold.amount()),
              hold.amount(),
              none,
              none,
              "");
      case LedgerEntry.Capture capture ->
          settlement(capture.taskId(), capture.captured(), capture.released());
      case LedgerEntry.Release release -> settlement(release.taskId(), none, release.amount());
    };
  }

  private static Moves settlement(String task, Credits captured, Credits released) {
    Credits hold = captured.plus(released);
    return new Moves(
        "settle",
        Optional.of(task),
        hold,
        released,
        Credits.ZERO.minus(hold),
        captured,
        Credits.ZERO,
        "");
  }

  private static boolean move(Session session, String accountId, Moves moves) throws SQLException {
    return session
            .sql(
                """
                update account set
                  available = available + :available,
                  held = held + :held,
                  spent = spent + :spent,
                  granted = granted + :granted
                where id = :id and available + :available >= 0 and held + :held >= 0
                  and granted + :granted <= :most
                """)
            .set("id", accountId)
            .set("available", moves.available().thousandths())
            .set("held", moves.held().thousandths())
            .set("spent", moves.spent().thousandths())
            .set("granted", moves.granted().thousandths())
            .set("most", MOST_GRANTED)
            .run()
        == 1;
  }

  private static boolean insert(Session session, String accountId, Moves moves, Instant now)
      throws SQLException {
    return session
            .sql(
                """
                insert into ledger
                  (account_id, kind, task_id, amount, captured, released, note, created_at)
                values
                  (:account, :kind, :task, :amount, :captured, :released, :note, :now)
                """)
            .set("account", accountId)
            .set("kind", moves.kind())
            .setText("task", moves.task())
            .set("amount", moves.amount().thousandths())
            .set("captured", moves.spent().thousandths())
            .set("released", moves.kind().equals("settle") ? moves.available().thousandths() : 0)
            .set("note", moves.note())
            .set("now", now)
            .run()
        == 1;
  }
}
