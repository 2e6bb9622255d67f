package darkroom.db;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Deletes ended tasks with what hangs on them. Ledger rows stay: money is never forgotten. A task
 * whose callback is still owed, or whose bytes are still on the disk, waits for the next round.
 */
final class TaskPurge {

  private TaskPurge() {}

  static int run(Session session, Instant endedBefore, int most) throws SQLException {
    List<String> ids =
        session
            .sql(
                """
                select id from task where finished_at < :before
                  and not exists (select 1 from delivery d
                    where d.task_id = task.id and d.status = 'pending')
                  and not exists (select 1 from task_file f
                    where f.task_id = task.id and f.deleted = 0)
                limit :most
                """)
            .set("before", endedBefore)
            .set("most", most)
            .list(row -> row.text("id"));
    for (String id : ids) {
      delete(
          session.sql(
              "delete from delivery_attempt where delivery_id in"
                  + " (select id from delivery where task_id = :task)"),
          id);
      delete(session.sql("delete from delivery where task_id = :task"), id);
      delete(session.sql("delete from task_file where task_id = :task"), id);
      delete(session.sql("delete from task_attempt where task_id = :task"), id);
      delete(session.sql("delete from task where id = :task"), id);
    }
    return ids.size();
  }

  private static void delete(Bound statement, String task) throws SQLException {
    statement.set("task", task).run();
  }
}
