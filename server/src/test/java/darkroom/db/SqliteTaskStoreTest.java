package darkroom.db;

import darkroom.account.AccountId;
import darkroom.credit.Credits;
import darkroom.credit.LedgerStore;
import darkroom.task.TaskId;
import darkroom.task.TaskStore;
import darkroom.task.TaskStoreContract;
import darkroom.webhook.DeliveryStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteTaskStoreTest extends TaskStoreContract {
  @TempDir private Path folder;
  private OpenStore open;

  @BeforeEach
  void open() {
    open = new OpenStore(folder, clock);
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Override
  protected TaskStore store() {
    return open.tasks;
  }

  @Override
  protected LedgerStore ledger() {
    return open.ledger;
  }

  @Override
  protected DeliveryStore deliveries() {
    return open.deliveries;
  }

  @Override
  protected AccountId account(Credits credits) {
    return open.account(credits);
  }

  @Override
  protected List<String> ledgerOf(TaskId task) {
    return open.ledgerOf(task);
  }
}
