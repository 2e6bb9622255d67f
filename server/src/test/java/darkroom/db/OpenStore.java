package darkroom.db;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.account.Account;
import darkroom.account.AccountId;
import darkroom.account.StoredSecrets;
import darkroom.credit.Balance;
import darkroom.credit.Credits;
import darkroom.credit.LedgerEntry;
import darkroom.task.SettableClock;
import darkroom.task.TaskId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A real database in a test's folder, with all its stores. */
public final class OpenStore implements AutoCloseable {
  public static final StoreConfig CONFIG =
      new StoreConfig(3, 4_096, 256, Duration.ofSeconds(10), Duration.ofSeconds(5));

  public final Database database;
  public final SettableClock clock;
  public final JdbcTaskStore tasks;
  public final JdbcLedgerStore ledger;
  public final JdbcAccountStore accounts;
  public final JdbcDeliveryStore deliveries;
  private final AtomicInteger counter = new AtomicInteger();
  private boolean closed;

  public OpenStore(Path folder, SettableClock clock) {
    this.database = Database.open(folder.resolve("darkroom.db"), CONFIG);
    this.clock = clock;
    this.tasks = new JdbcTaskStore(database, clock);
    this.ledger = new JdbcLedgerStore(database, clock);
    this.accounts = new JdbcAccountStore(database);
    this.deliveries = new JdbcDeliveryStore(database);
  }

  /** A new account with that many credits. */
  public AccountId account(Credits credits) {
    var id = new AccountId("acc_" + counter.incrementAndGet());
    var nothing = new Balance(Credits.ZERO, Credits.ZERO, Credits.ZERO, Credits.ZERO);
    var secrets = new StoredSecrets("sealed", "sealed", Optional.empty(), Optional.empty());
    accounts.insert(
        new Account(id, id.value() + "@example.com", "", nothing, clock.instant()), secrets);
    if (credits.compareTo(Credits.ZERO) > 0) {
      Optional<Balance> granted =
          ledger.append(id.value(), new LedgerEntry.Grant(credits, "start"));
      assertThat(granted).isPresent();
    }
    return id;
  }

  /** Ledger rows of a task as {@code kind amount captured released}, oldest first. */
  public List<String> ledgerOf(TaskId task) {
    return database.read(session ->
        session
            .sql(
                """
                select kind, amount, captured, released from ledger
                where task_id = :task order by id
                """)
            .set("task", task.value())
            .list(row ->
                row.text("kind")
                    + " "
                    + new Credits(row.number("amount"))
                    + " "
                    + new Credits(row.number("captured"))
                    + " "
                    + new Credits(row.number("released"))));
  }

  /** The state words of a task's attempts, by shot and number. */
  public List<String> attemptsOf(TaskId task) {
    return database.read(session ->
        AttemptRows.of(session, task.value()).stream()
            .map(attempt -> attempt.state().word())
            .toList());
  }

  /** Repeatable. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      database.close();
    }
  }
}
