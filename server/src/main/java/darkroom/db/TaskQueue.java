package darkroom.db;

import darkroom.task.Closed;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Which tasks a worker takes next. */
final class TaskQueue {
  private TaskQueue() {}

  static List<String> due(Session session, int most, Instant now) throws SQLException {
    return session
        .sql(
            """
            select id from task
            where status in ('not_started', 'running') and due_at <= :now
            order by due_at limit :most
            """)
        .set("now", now)
        .set("most", most)
        .list(row -> row.text("id"));
  }

  /** The same without tasks that no engine would take. */
  static List<String> dueBut(Session session, int most, Instant now, Closed notNow)
      throws SQLException {
    return session
        .sql(
            """
            select id from task
            where status in ('not_started', 'running') and due_at <= :now
              and (status = 'running' or test <> 0 or created_at < :since
                or replace(:models, ',' || model || ',', '') = :models)
            order by due_at limit :most
            """)
        .set("now", now)
        .set("since", notNow.since())
        .set("models", listed(notNow))
        .set("most", most)
        .list(row -> row.text("id"));
  }

  /** As one text, because no way to bind a list means the same to every database. */
  private static String listed(Closed notNow) {
    return notNow.models().stream().map(id -> "," + id + ",").collect(Collectors.joining());
  }
}
