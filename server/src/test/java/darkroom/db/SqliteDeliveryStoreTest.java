package darkroom.db;

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
import darkroom.webhook.DeliveryStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteDeliveryStoreTest extends DeliveryStoreContract {
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
