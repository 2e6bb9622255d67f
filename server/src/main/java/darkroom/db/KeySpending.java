package darkroom.db;

import darkroom.account.CreditPeriod;
import darkroom.credit.Credits;
import darkroom.task.Task;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What a key's tasks hold or have captured in the running UTC hour and day, against the key's
 * limits. A task counts in the windows of its submit; what its end releases is taken out of them
 * again. A window never goes back: with the clock set back, the later one goes on counting.
 */
final class KeySpending {

  private KeySpending() {}

  /** Counts a hold; tells which limit does not cover it, and then counted nothing. */
  static Optional<CreditPeriod> spend(Session session, String keyId, Task task)
      throws SQLException {
    if (task.held().equals(Credits.ZERO) || count(session, keyId, task)) {
      return Optional.empty();
    }
    return reached(session, keyId, task);
  }

  /** Takes back what a task's end released. */
  static void giveBack(Session session, Task task, Credits released) throws SQLException {
    if (released.equals(Credits.ZERO)) {
      return;
    }
    session
        .sql(
            """
            update api_key set
              hour_used = hour_used - case when hour_start = :hour then :amount else 0 end,
              day_used = day_used - case when day_start = :day then :amount else 0 end
            where id = (select key_id from task where id = :task)
            """)
        .set("hour", CreditPeriod.HOURLY.startOf(task.createdAt()))
        .set("day", CreditPeriod.DAILY.startOf(task.createdAt()))
        .set("amount", released.thousandths())
        .set("task", task.id().value())
        .run();
  }

  private static boolean count(Session session, String keyId, Task task) throws SQLException {
    return session
            .sql(
                """
                update api_key set
                  hour_used = :amount + case when hour_start >= :hour then hour_used else 0 end,
                  hour_start = max(hour_start, :hour),
                  day_used = :amount + case when day_start >= :day then day_used else 0 end,
                  day_start = max(day_start, :day)
                where id = :key
                  and (hourly_limit = 0 or hourly_limit >= :amount
                    + case when hour_start >= :hour then hour_used else 0 end)
                  and (daily_limit = 0 or daily_limit >= :amount
                    + case when day_start >= :day then day_used else 0 end)
                """)
            .set("hour", CreditPeriod.HOURLY.startOf(task.createdAt()))
            .set("day", CreditPeriod.DAILY.startOf(task.createdAt()))
            .set("amount", task.held().thousandths())
            .set("key", keyId)
            .run()
        == 1;
  }

  /** Empty for a key that is not stored, which has no limits. */
  private static Optional<CreditPeriod> reached(Session session, String keyId, Task task)
      throws SQLException {
    return session
        .sql(
            """
            select hourly_limit > 0 and hourly_limit < :amount
              + case when hour_start >= :hour then hour_used else 0 end as hourly
            from api_key where id = :key
            """)
        .set("hour", CreditPeriod.HOURLY.startOf(task.createdAt()))
        .set("amount", task.held().thousandths())
        .set("key", keyId)
        .first(row -> row.flag("hourly") ? CreditPeriod.HOURLY : CreditPeriod.DAILY);
  }
}
