package darkroom.db;

import darkroom.credit.Credits;
import darkroom.credit.LedgerEntry;
import darkroom.task.Claim;
import darkroom.task.Ending;
import darkroom.task.NewDelivery;
import darkroom.task.Task;
import darkroom.task.TaskStatus;
import darkroom.task.Written;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The end of a task: terminal state, settlement of its hold and the callback it owes, all or none,
 * and only under the claim that still holds.
 */
final class TaskFinish {

  private TaskFinish() {}

  static Written run(Session session, Claim claim, Ending ending, Optional<NewDelivery> delivery)
      throws SQLException {
    if (!end(session, claim, ending)) {
      return Written.STALE;
    }
    if (ending.unknownCap().isPresent() && !releaseUnknown(session, claim.task(), ending)) {
      session.undo();
      return Written.OVER_CAP;
    }
    settle(session, claim.task(), ending);
    if (delivery.isPresent()) {
      owe(session, claim.task(), delivery.get(), ending.at());
    }
    return Written.DONE;
  }

  private static boolean end(Session session, Claim claim, Ending ending) throws SQLException {
    return session
            .sql(
                """
                update task set
                  status = :status, reason = :reason, captured = :captured, finished_at = :now,
                  lease_token = null
                where id = :id and lease_token = :token and status = 'running'
                """)
            .set("status", ending.status().word())
            .setText("reason", ending.failure().map(failure -> failure.reason().word()))
            .set("captured", ending.captured().thousandths())
            .set("now", ending.at())
            .set("id", claim.task().id().value())
            .set("token", claim.token().value())
            .run()
        == 1;
  }

  /** One more task of the account and day whose pictures of unknown outcome are released. */
  private static boolean releaseUnknown(Session session, Task task, Ending ending)
      throws SQLException {
    return session
            .sql(
                """
                update account set
                  unknown_released = 1 + case when unknown_day = :day then unknown_released else 0 end,
                  unknown_day = :day
                where id = :account
                  and (unknown_day <> :day or unknown_released < :most)
                """)
            .set("day", ending.at().truncatedTo(ChronoUnit.DAYS))
            .set("account", task.account().value())
            .set("most", ending.unknownCap().orElseThrow())
            .run()
        == 1;
  }

  private static void settle(Session session, Task task, Ending ending) throws SQLException {
    String id = task.id().value();
    Credits released = task.held().minus(ending.captured());
    LedgerEntry entry =
        ending.status() == TaskStatus.FINISHED || !ending.captured().equals(Credits.ZERO)
            ? new LedgerEntry.Capture(id, ending.captured(), released)
            : new LedgerEntry.Release(id, released);
    boolean settled = Ledger.append(session, task.account().value(), entry, ending.at());
    KeySpending.giveBack(session, task, released);
    int closed =
        session
            .sql("update account set open_tasks = open_tasks - 1 where id = :id")
            .set("id", task.account().value())
            .run();
    if (!settled || closed != 1) {
      throw new SQLException("the hold of " + id + " does not cover its settlement");
    }
  }

  private static void owe(Session session, Task task, NewDelivery delivery, Instant now)
      throws SQLException {
    session
        .sql(
            """
            insert into delivery
              (id, task_id, account_id, url, host, body, status, due_at, created_at)
            values (:id, :task, :account, :url, :host, :body, 'pending', :now, :now)
            """)
        .set("id", delivery.id())
        .set("task", task.id().value())
        .set("account", task.account().value())
        .set("url", delivery.url())
        .set("host", delivery.host())
        .set("body", delivery.body())
        .set("now", now)
        .run();
  }
}
