package darkroom.db;

import darkroom.task.Attempt;
import darkroom.task.EngineLoad;
import darkroom.task.Reason;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Attempts of tasks, and what is asked of them beside their task. */
final class AttemptRows {

  private AttemptRows() {}

  static int insert(Session session, String taskId, Attempt attempt, Instant now)
      throws SQLException {
    return session
        .sql(
            """
            insert into task_attempt
              (id, task_id, shot, number, engine, state, created_at, updated_at)
            values (:id, :task, :shot, :number, :engine, :state, :now, :now)
            """)
        .set("id", attempt.id())
        .set("task", taskId)
        .set("shot", attempt.shot())
        .set("number", attempt.number())
        .set("engine", attempt.engine())
        .set("state", attempt.state().word())
        .set("now", now)
        .run();
  }

  static int update(Session session, Attempt attempt, Instant now) throws SQLException {
    return session
        .sql(
            """
            update task_attempt set
              state = :state, upstream_id = :upstream, reason = :reason, updated_at = :now
            where id = :id
            """)
        .set("id", attempt.id())
        .set("state", attempt.state().word())
        .setText("upstream", attempt.upstreamId())
        .setText("reason", attempt.reason().map(Reason::word))
        .set("now", now)
        .run();
  }

  static List<Attempt> of(Session session, String taskId) throws SQLException {
    return session
        .sql(
            """
            select id, shot, number, engine, state, upstream_id, reason, created_at
            from task_attempt
            where task_id = :task order by shot, number
            """)
        .set("task", taskId)
        .list(AttemptRows::attempt);
  }

  private static Attempt attempt(Row row) throws SQLException {
    Optional<Reason> reason = row.optionalText("reason").map(Reason::ofWord);
    return new Attempt(
        row.text("id"),
        row.integer("shot"),
        row.integer("number"),
        row.text("engine"),
        Attempt.State.ofWord(row.text("state")),
        row.optionalText("upstream_id"),
        reason,
        Optional.of(row.instant("created_at")));
  }

  static boolean told(Session session, String attemptId, String jobId) throws SQLException {
    return session
            .sql(
                """
                update task_attempt set told_job = coalesce(told_job, :job)
                where id = :id and exists (select 1 from task
                  where task.id = task_id and status in ('not_started', 'running'))
                """)
            .set("job", jobId)
            .set("id", attemptId)
            .run()
        == 1;
  }

  static Optional<String> toldJob(Session session, String attemptId) throws SQLException {
    return session
        .sql("select told_job from task_attempt where id = :id")
        .set("id", attemptId)
        .first(row -> row.optionalText("told_job"))
        .flatMap(told -> told);
  }

  /** What its task's end cut off is not open any more, and nobody will ever know. */
  static boolean isHeld(Session session, String engine, String jobId, String attemptId)
      throws SQLException {
    return session
        .sql(
            """
            select id from task_attempt
            where upstream_id = :job and engine = :engine and id <> :attempt
            union all
            select id from task_attempt
            where engine = :engine and state in ('sending', 'accepted', 'unknown')
              and told_job = :job and id <> :attempt
            limit 1
            """)
        .set("job", jobId)
        .set("engine", engine)
        .set("attempt", attemptId)
        .first(row -> row.text("id"))
        .isPresent();
  }

  static List<EngineLoad> loads(Session session, Instant unknownSince) throws SQLException {
    return session
        .sql(
            """
            select engine, sum(open) as open,
              sum(case when not open and updated_at >= :since then 1 else 0 end) as unknown
            from (
              select a.engine, a.updated_at,
                a.state <> 'unknown' and t.status in ('not_started', 'running') as open
              from task_attempt a join task t on t.id = a.task_id
              where a.state in ('sending', 'accepted', 'unknown'))
            group by engine order by engine
            """)
        .set("since", unknownSince)
        .list(
            row -> new EngineLoad(row.text("engine"), row.integer("open"), row.integer("unknown")));
  }
}
