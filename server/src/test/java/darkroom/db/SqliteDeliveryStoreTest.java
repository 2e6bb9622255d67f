package darkroom.db;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.account.AccountId;
import darkroom.credit.Credits;
import darkroom.task.Claim;
import darkroom.task.Ending;
import darkroom.task.Failure;
import darkroom.task.Headroom;
import darkroom.task.LeaseToken;
import darkroom.task.Names;
import darkroom.task.Reason;
import darkroom.task.Samples;
import darkroom.webhook.DeliveryAttempt;
import darkroom.webhook.DeliveryClaim;
import darkroom.webhook.DeliveryStatus;
import darkroom.webhook.DeliveryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;

class SqliteDeliveryStoreTest extends DeliveryStoreContract {
  private static final int STEP = 100;

  private final Names ids = new Names();
  @TempDir private Path folder;
  private OpenStore open;
  private AccountId account;

  @BeforeEach
  void open() {
    open = new OpenStore(folder, clock);
    account = open.account(Credits.of(1_000_000));
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Override
  protected DeliveryStore store() {
    return open.deliveries;
  }

  @Test
  void a_claim_costs_the_same_however_many_hosts_wait() {
    oweManyHosts(20_000, clock.instant().plusSeconds(60));
    owe("due.example", 1);
    var steps = new AtomicInteger();
    watch(steps::incrementAndGet);

    List<DeliveryClaim> claims =
        open.deliveries.claim(
            64, 4, Map.of(), clock.instant(), clock.instant(), () -> ids.next(22));

    assertThat(claims).hasSize(1);
    assertThat(steps.get() * STEP).isLessThan(10_000);
  }

  @Test
  void a_host_is_forgotten_with_its_last_delivery() {
    owe("a.example", 2);
    List<DeliveryClaim> claims =
        open.deliveries.claim(
            2, 4, Map.of(), clock.instant(), clock.instant().plusSeconds(9), () -> ids.next(22));
    var attempt =
        new DeliveryAttempt(
            1, clock.instant(), Duration.ZERO, Optional.of(200), "delivered", "", "");

    open.deliveries.record(claims.getFirst(), attempt, DeliveryStatus.DELIVERED, clock.instant());
    List<String> one = hosts();
    open.deliveries.record(claims.getLast(), attempt, DeliveryStatus.GONE, clock.instant());

    assertThat(one).containsExactly("a.example " + clock.instant().plusSeconds(9));
    assertThat(hosts()).isEmpty();
  }

  private List<String> hosts() {
    return open.database.read(session ->
        session
            .sql("select host, due_at from delivery_host")
            .list(row -> row.text("host") + " " + row.instant("due_at")));
  }

  /** Calls back every {@link #STEP} instructions of SQLite's machine. */
  private void watch(Runnable each) {
    open.database.write(session -> {
      ProgressHandler.setHandler(
          session.connection(),
          STEP,
          new ProgressHandler() {
            @Override
            protected int progress() {
              each.run();
              return 0;
            }
          });
      return true;
    });
  }

  @Override
  protected void oweManyHosts(int hosts, Instant due) {
    open.database.write(session ->
        session
            .sql(
                """
                with recursive n (i) as (select 1 union all select i + 1 from n where i < :hosts)
                insert into delivery
                  (id, task_id, account_id, url, host, body, status, due_at, created_at)
                select 'msg_many' || i, 'many' || i, :account, 'https://h' || i || '.example/hook',
                  'h' || i || '.example', x'7b7d', 'pending', :due, :due
                from n
                """)
            .set("hosts", hosts)
            .set("account", account.value())
            .set("due", due)
            .run());
  }

  /** The only way there is: a task ends. Many in one commit, to save time. */
  @Override
  protected void owe(String host, int count) {
    for (int i = 0; i < count; i++) {
      open.tasks.insert(
          Samples.queued(Samples.task("t" + ids.next(8), account, 1, clock.instant())));
    }
    List<Claim> claims =
        open.tasks.claim(
            count,
            Samples.lease(clock.instant()),
            Headroom.UNBOUNDED,
            () -> new LeaseToken(ids.next(22)));
    for (Claim claim : claims) {
      open.tasks.finish(
          claim,
          Ending.failed(new Failure(Reason.ENGINE_FAILED, ""), clock.instant()),
          Optional.of(Samples.delivery("msg_" + ids.next(22), host)));
    }
  }

  @Override
  protected List<String> triesOf(String delivery) {
    return open.database.read(session ->
        session
            .sql(
                """
                select number, outcome from delivery_attempt
                where delivery_id = :id order by number
                """)
            .set("id", delivery)
            .list(row -> row.number("number") + " " + row.text("outcome")));
  }

  @Override
  protected String stateOf(String delivery) {
    return open.database
        .read(session ->
            session
                .sql("select status, attempt from delivery where id = :id")
                .set("id", delivery)
                .first(row -> row.text("status") + " " + row.number("attempt")))
        .orElseThrow();
  }
}
