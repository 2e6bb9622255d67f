package darkroom.verify.fault;

import darkroom.verify.Tally;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Judges what became of acknowledged orders: over the API while the victim runs, then in its closed
 * database. Money is recomputed from the files that were delivered. Not thread-safe.
 */
final class Audit {
  private static final BigDecimal PRICE = BigDecimal.valueOf(5);
  private static final long ENDS_WITHIN_SECONDS = 60;
  private static final long TOLD_WITHIN_SECONDS = 20;

  private static final long LAST_LOOK_SECONDS = 20;
  private static final String[] CORRUPT = {
    "stuck", "file_bad", "cb_missing", "drift", "wrongly_released"
  };

  private final Customer customer;
  private final Hooks hooks;
  private final MockProcess mock;
  private final Tally tally = new Tally().bad("lost").bad(CORRUPT);
  private BigDecimal spent = BigDecimal.ZERO;
  private int finished;

  Audit(Customer customer, Hooks hooks, MockProcess mock) {
    this.customer = customer;
    this.hooks = hooks;
    this.mock = mock;
  }

  /** One that knows of the same money and has found nothing yet. */
  Audit after() {
    var after = new Audit(customer, hooks, mock);
    after.spent = spent;
    return after;
  }

  /** Takes over what another found. */
  void add(Audit other) {
    other.addTo(tally);
    spent = spent.add(other.spent);
    finished += other.finished;
  }

  /** Adds its counts to those of a run. */
  void addTo(Tally sum) {
    sum.bad("lost", lost());
    for (String key : CORRUPT) {
      sum.bad(key, tally.value(key));
    }
  }

  /** Everything acknowledged. */
  void all(Book book) throws IOException, InterruptedException {
    for (Map.Entry<String, String> entry : book.acknowledged().entrySet()) {
      task(book.sent(entry.getKey()), entry.getValue());
    }
  }

  /** One acknowledged order: waits for its end and for its callback. */
  void task(Order order, String task) throws IOException, InterruptedException {
    JsonNode end = awaitEnd(task);
    if (end.isMissingNode()) {
      return;
    }
    int files = end.path("files").size();
    BigDecimal charged = end.path("credits_amount").decimalValue();
    boolean done = end.path("status").asString("").equals("finished");
    finished += done ? 1 : 0;
    spent = spent.add(charged);
    tally.bad("drift", charged.compareTo(PRICE.multiply(BigDecimal.valueOf(files))) == 0 ? 0 : 1);
    tally.bad("file_bad", done == files > 0 ? 0 : 1);
    for (JsonNode file : end.path("files")) {
      tally.bad("file_bad", customer.isGood(file) ? 0 : 1);
    }
    // what the engine took it draws, and it can be asked by our own id however its answer was lost
    boolean givenBack = files == 0 && order.isDrawn() && mock.taken().containsKey(order.key());
    tally.bad("wrongly_released", givenBack ? 1 : 0);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(TOLD_WITHIN_SECONDS);
    while (!order.hook().isEmpty() && !hooks.wasTold(task)) {
      if (System.nanoTime() > until) {
        tally.bad("cb_missing", 1);
        return;
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private JsonNode awaitEnd(String task) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(ENDS_WITHIN_SECONDS);
    while (true) {
      Customer.Reply reply = customer.status(task);
      if (reply.status() == 404) {
        tally.bad("lost", 1);
        return reply.body().path("none");
      }
      JsonNode data = reply.body().path("data");
      String status = data.path("status").asString("");
      if (status.equals("finished") || status.equals("failed")) {
        return data;
      }
      // a last look that says "not now", or nothing, has seen nothing
      long late = reply.status() == 200 ? 0 : TimeUnit.SECONDS.toNanos(LAST_LOOK_SECONDS);
      if (System.nanoTime() > until + late) {
        tally.bad("stuck", 1);
        return reply.body().path("none");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** The balance has to be what the files delivered leave of it. */
  void balance(int granted) throws InterruptedException {
    BigDecimal wanted = BigDecimal.valueOf(granted).subtract(spent);
    tally.bad("drift", customer.balance().compareTo(wanted) == 0 ? 0 : 1);
  }

  /**
   * The database of a victim that was stopped, in a copy: SQLite would follow a path through
   * another mount namespace to a place outside of it.
   *
   * @param scratch folder for the copy; made when missing
   * @param tasks how many tasks there have to be; less than zero for any number
   */
  void closed(Path data, Path scratch, int tasks) throws IOException, SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + Remains.copy(data, scratch));
        Statement sql = connection.createStatement()) {
      try (ResultSet result = sql.executeQuery("pragma integrity_check")) {
        tally.bad("drift", result.next() && result.getString(1).equals("ok") ? 0 : 1);
      }
      int rows = number(sql, "select count(*) from task");
      tally.bad("drift", tasks < 0 ? 0 : Math.abs(rows - tasks));
      tally.bad("drift", unbalanced(sql));
      tally.bad(
          "cb_missing",
          number(
              sql,
              "select count(*) from task where status in ('finished', 'failed') and callback_url is"
                  + " not null and not exists (select 1 from delivery where task_id = task.id)"));
    }
  }

  private static int unbalanced(Statement sql) throws SQLException {
    return number(sql, "select count(*) from account where available + held + spent <> granted")
        + number(
            sql,
            "select count(*) from task where 1 <> (select count(*) from ledger where task_id ="
                + " task.id and kind = 'hold')")
        + number(
            sql,
            "select count(*) from task where (status in ('finished', 'failed')) <> (select count(*)"
                + " from ledger where task_id = task.id and kind = 'settle')")
        + number(
            sql,
            "select count(*) from ledger where task_id is not null and not exists (select 1 from"
                + " task where id = task_id)");
  }

  private static int number(Statement sql, String query) throws SQLException {
    try (ResultSet result = sql.executeQuery(query)) {
      result.next();
      return result.getInt(1);
    }
  }

  long lost() {
    return tally.value("lost");
  }

  /** Everything that is wrong besides lost tasks. */
  long corrupt() {
    return Arrays.stream(CORRUPT).mapToLong(tally::value).sum();
  }

  int finished() {
    return finished;
  }

  boolean isClean() {
    return lost() + corrupt() == 0;
  }

  @Override
  public String toString() {
    return tally.line();
  }
}
