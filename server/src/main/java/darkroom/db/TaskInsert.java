package darkroom.db;

import darkroom.account.AccountId;
import darkroom.account.CreditPeriod;
import darkroom.credit.LedgerEntry;
import darkroom.task.IdempotencyKey;
import darkroom.task.InsertResult;
import darkroom.task.LeaseToken;
import darkroom.task.NewTask;
import darkroom.task.Task;
import darkroom.task.TaskId;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The insert of a task: idempotency key, task row, hold, ledger row and the key's spending, all or
 * none. Each guard is a statement that changes no row when it says no.
 */
final class TaskInsert {
  /** Only submits take idempotency keys so far. */
  private static final String ROUTE = "submit";

  InsertResult run(Session session, NewTask wanted) throws SQLException {
    Task task = wanted.task();
    if (wanted.idempotencyKey().isPresent()
        && !takeKey(session, task, wanted.idempotencyKey().get())) {
      return new InsertResult.KeyTaken(
          replay(session, task.account(), wanted.idempotencyKey().get().key()).orElseThrow());
    }
    if (!openOneMore(session, wanted)) {
      session.undo();
      return hasRoom(session, wanted)
          ? new InsertResult.AccountFull()
          : new InsertResult.StorageFull();
    }
    if (!insertTask(session, wanted)) {
      session.undo();
      return new InsertResult.IdTaken();
    }
    var hold = new LedgerEntry.Hold(task.id().value(), task.held());
    if (!Ledger.append(session, task.account().value(), hold, task.createdAt())) {
      session.undo();
      return new InsertResult.TooFewCredits();
    }
    Optional<CreditPeriod> reached = KeySpending.spend(session, wanted.keyId(), task);
    if (reached.isPresent()) {
      session.undo();
      return new InsertResult.KeyLimitReached(reached.get());
    }
    return new InsertResult.Inserted();
  }

  static Optional<InsertResult.Replay> replay(Session session, AccountId account, String key)
      throws SQLException {
    return session
        .sql(
            """
            select k.task_id, k.body_hash, k.created_at from idempotency_key k
            where k.account_id = :account and k.route = :route and k.key = :key
            """)
        .set("account", account.value())
        .set("route", ROUTE)
        .set("key", key)
        .first(row ->
            new InsertResult.Replay(
                new TaskId(row.text("task_id")), row.text("body_hash"), row.instant("created_at")));
  }

  private static boolean takeKey(Session session, Task task, IdempotencyKey key)
      throws SQLException {
    return session
            .sql(
                """
                insert into idempotency_key
                  (account_id, route, key, body_hash, task_id, created_at)
                values (:account, :route, :key, :hash, :task, :now)
                on conflict do nothing
                """)
            .set("account", task.account().value())
            .set("route", ROUTE)
            .set("key", key.key())
            .set("hash", key.bodyHash())
            .set("task", task.id().value())
            .set("now", task.createdAt())
            .run()
        == 1;
  }

  private static boolean openOneMore(Session session, NewTask wanted) throws SQLException {
    return session
            .sql(
                """
                update account set open_tasks = open_tasks + 1
                where id = :account and open_tasks < :most
                  and (:bytes = 0 or stored_bytes < :bytes)
                """)
            .set("account", wanted.task().account().value())
            .set("most", wanted.maxOpen())
            .set("bytes", wanted.maxBytes())
            .run()
        == 1;
  }

  private static boolean hasRoom(Session session, NewTask wanted) throws SQLException {
    return session
        .sql(
            """
            select id from account where id = :account and (:bytes = 0 or stored_bytes < :bytes)
            """)
        .set("account", wanted.task().account().value())
        .set("bytes", wanted.maxBytes())
        .first(row -> row.text("id"))
        .isPresent();
  }

  private static boolean insertTask(Session session, NewTask wanted) throws SQLException {
    Task task = wanted.task();
    boolean leased = wanted.lease().isPresent();
    return session
            .sql(
                """
                insert into task
                  (id, account_id, test, model, input, shots, unit_price, held, callback_url,
                   status, due_at, lease_token, deadline, created_at, started_at, key_id,
                   engine)
                values
                  (:id, :account, :test, :model, :input, :shots, :price, :held, :callback,
                   :status, :due, :token, :deadline, :now, :started, :api_key,
                   :engine)
                on conflict (id) do nothing
                """)
            .set("id", task.id().value())
            .set("account", task.account().value())
            .set("test", task.test())
            .set("model", task.model())
            .set("input", task.input().toJson())
            .set("shots", task.input().n())
            .set("price", task.unitPrice().thousandths())
            .set("held", task.held().thousandths())
            .setText("callback", task.callbackUrl())
            .set("status", leased ? "running" : "not_started")
            .set("due", leased ? wanted.leaseUntil() : task.createdAt())
            .setText("token", wanted.lease().map(LeaseToken::value))
            .setInstant("deadline", leased ? Optional.of(wanted.deadline()) : Optional.empty())
            .set("now", task.createdAt())
            .set("api_key", wanted.keyId())
            .setText("engine", task.engine())
            .setInstant("started", leased ? Optional.of(task.createdAt()) : Optional.empty())
            .run()
        == 1;
  }
}
