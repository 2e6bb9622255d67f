package darkroom.db;

import darkroom.task.EngineLoad;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is asked of attempts beside their task. */
final class AttemptRows {

  private AttemptRows() {}

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
            where upstream_id = :job and engine = :engine and id <> :attempt limit 1
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
