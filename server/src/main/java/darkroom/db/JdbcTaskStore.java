package darkroom.db;

import static darkroom.db.TaskRows.TASK_COLUMNS;

import darkroom.account.AccountId;
import darkroom.task.Attempt;
import darkroom.task.Claim;
import darkroom.task.Ending;
import darkroom.task.EngineLoad;
import darkroom.task.Headroom;
import darkroom.task.InsertResult;
import darkroom.task.Lease;
import darkroom.task.LeaseToken;
import darkroom.task.NewDelivery;
import darkroom.task.NewTask;
import darkroom.task.Task;
import darkroom.task.TaskFile;
import darkroom.task.TaskId;
import darkroom.task.TaskStore;
import darkroom.task.Written;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The task store in SQL. Thread-safe. */
public final class JdbcTaskStore implements TaskStore {
  private final Database database;
  private final InstantSource clock;
  private final TaskInsert insert;

  public JdbcTaskStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.insert = new TaskInsert();
  }

  @Override
  public InsertResult insert(NewTask task) {
    return database.write(session -> insert.run(session, task));
  }

  @Override
  public Optional<InsertResult.Replay> replay(AccountId account, String key) {
    return database.read(session -> TaskInsert.replay(session, account, key));
  }

  @Override
  public Optional<Task> find(AccountId account, TaskId id) {
    return database.read(session ->
        session
            .sql("select " + TASK_COLUMNS + " from task where id = :id and account_id = :account")
            .set("id", id.value())
            .set("account", account.value())
            .first(row -> TaskRows.task(row, FileRows.of(session, id.value()))));
  }

  @Override
  public List<Claim> claim(int most, Lease lease, Headroom headroom, Supplier<LeaseToken> tokens) {
    return database.write(session -> {
      var claims = new ArrayList<Claim>();
      for (String id : TaskQueue.due(session, most, lease.now(), headroom)) {
        claims.add(claim(session, id, lease, tokens.get()));
      }
      return claims;
    });
  }

  @Override
  public List<LeaseToken> renew(Collection<LeaseToken> tokens, Instant until) {
    return database.write(session -> {
      var lost = new ArrayList<LeaseToken>();
      for (LeaseToken token : tokens) {
        int renewed =
            session
                .sql(
                    """
                    update task set due_at = :until
                    where lease_token = :token and status = 'running'
                    """)
                .set("until", until)
                .set("token", token.value())
                .run();
        if (renewed == 0) {
          lost.add(token);
        }
      }
      return lost;
    });
  }

  @Override
  public Written intend(Claim claim, Attempt attempt) {
    return underClaim(
        claim,
        session ->
            AttemptRows.insert(session, claim.task().id().value(), attempt, clock.instant()));
  }

  @Override
  public Written progress(Claim claim, Attempt attempt) {
    return underClaim(claim, session -> AttemptRows.update(session, attempt, clock.instant()));
  }

  @Override
  public Written advance(Claim claim, int percent) {
    return underClaim(
        claim,
        session ->
            session
                .sql(
                    """
                    update task set progress = :percent
                    where id = :id and coalesce(progress, -1) < :percent
                    """)
                .set("percent", percent)
                .set("id", claim.task().id().value())
                .run());
  }

  @Override
  public Written rewritten(Claim claim, String prompt) {
    return underClaim(
        claim,
        session ->
            session
                .sql("update task set rewritten_prompt = :prompt where id = :id")
                .set("prompt", prompt)
                .set("id", claim.task().id().value())
                .run());
  }

  @Override
  public boolean told(String attemptId, String jobId) {
    return database.write(session -> AttemptRows.told(session, attemptId, jobId));
  }

  @Override
  public Optional<String> toldJob(String attemptId) {
    return database.read(session -> AttemptRows.toldJob(session, attemptId));
  }

  @Override
  public boolean isHeldByAnother(String engine, String jobId, String attemptId) {
    return database.read(session -> AttemptRows.isHeld(session, engine, jobId, attemptId));
  }

  @Override
  public List<EngineLoad> loads(Instant unknownSince) {
    return database.read(session -> AttemptRows.loads(session, unknownSince));
  }

  @Override
  public Written stored(Claim claim, Attempt attempt, TaskFile file) {
    return underClaim(
        claim,
        session -> {
          AttemptRows.update(session, attempt, clock.instant());
          FileRows.weigh(session, claim.task().account().value(), file.size());
          return FileRows.insert(session, claim.task().id().value(), file);
        });
  }

  @Override
  public Written finish(Claim claim, Ending ending, Optional<NewDelivery> delivery) {
    return database.write(session -> TaskFinish.run(session, claim, ending, delivery));
  }

  @Override
  public Written giveBack(Claim claim, Instant dueAt) {
    return database.write(session ->
        session
                    .sql(
                        """
                        update task set lease_token = null, due_at = :due
                        where id = :id and lease_token = :token and status = 'running'
                        """)
                    .set("due", dueAt)
                    .set("id", claim.task().id().value())
                    .set("token", claim.token().value())
                    .run()
                == 1
            ? Written.DONE
            : Written.STALE);
  }

  @Override
  public int releaseAllLeases() {
    return database.write(session ->
        session
            .sql(
                """
                update task set lease_token = null, due_at = :now
                where status = 'running' and lease_token is not null
                """)
            .set("now", clock.instant())
            .run());
  }

  @Override
  public List<Attempt> attempts(TaskId id) {
    return database.read(session -> AttemptRows.of(session, id.value()));
  }

  @Override
  public int waiting() {
    return database.read(session ->
        session
            .sql(
                """
                select count(*) as waiting from task
                where status in ('not_started', 'running') and lease_token is null
                """)
            .first(row -> row.integer("waiting"))
            .orElse(0));
  }

  @Override
  public boolean isOpen(TaskId id) {
    return database.read(session ->
        session
            .sql(
                """
                select id from task where id = :id and status in ('not_started', 'running')
                """)
            .set("id", id.value())
            .first(row -> row.text("id"))
            .isPresent());
  }

  @Override
  public Optional<TaskFile> findFile(String token) {
    return database.read(session -> FileRows.find(session, token));
  }

  @Override
  public List<TaskFile> expiredFiles(Instant now, int most) {
    return database.read(session -> FileRows.expired(session, now, most));
  }

  @Override
  public void filesDeleted(List<TaskFile> files) {
    database.write(session -> {
      for (TaskFile file : files) {
        FileRows.forget(session, file);
      }
      return files.size();
    });
  }

  @Override
  public int purge(Instant endedBefore, int most) {
    return database.write(session -> TaskPurge.run(session, endedBefore, most));
  }

  @Override
  public int forgetKeys(Instant createdBefore, int most) {
    return database.write(session ->
        session
            .sql(
                """
                delete from idempotency_key where rowid in
                  (select rowid from idempotency_key where created_at < :before limit :most)
                """)
            .set("before", createdBefore)
            .set("most", most)
            .run());
  }

  private static Claim claim(Session session, String id, Lease lease, LeaseToken token)
      throws SQLException {
    session
        .sql(
            """
            update task set
              status = 'running', lease_token = :token, due_at = :until,
              started_at = coalesce(started_at, :now), deadline = coalesce(deadline, :deadline)
            where id = :id
            """)
        .set("id", id)
        .set("token", token.value())
        .set("until", lease.until())
        .set("now", lease.now())
        .set("deadline", lease.now().plus(lease.deadlineAfter()))
        .run();
    return session
        .sql("select " + TASK_COLUMNS + " from task where id = :id")
        .set("id", id)
        .first(row ->
            new Claim(
                TaskRows.task(row, FileRows.of(session, id)),
                token,
                row.instant("deadline"),
                AttemptRows.of(session, id)))
        .orElseThrow();
  }

  /** Writes only while the claim holds; the check is part of the same transaction. */
  private Written underClaim(Claim claim, Work<Integer> write) {
    return database.write(session -> {
      boolean held =
          session
              .sql(
                  """
                  select id from task
                  where id = :id and lease_token = :token and status = 'running'
                  """)
              .set("id", claim.task().id().value())
              .set("token", claim.token().value())
              .first(row -> row.text("id"))
              .isPresent();
      if (!held) {
        return Written.STALE;
      }
      write.run(session);
      return Written.DONE;
    });
  }
}
