package darkroom.db;

import darkroom.task.Headroom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tasks a worker takes next: those that have begun, then the oldest of those that wait, as
 * far as there is headroom for their model. What is held back is never walked through, however much
 * it is.
 */
final class TaskQueue {
  private TaskQueue() {}

  /** A task that waits. */
  private record Waiting(String id, String model, boolean live, int pictures, Instant due) {}

  static List<String> due(Session session, int most, Instant now, Headroom headroom)
      throws SQLException {
    var due = new ArrayList<String>();
    Map<String, Integer> left = new HashMap<>(headroom.pictures());
    for (Waiting begun : begun(session, most, now)) {
      due.add(begun.id());
      take(begun, left);
    }
    for (Waiting fresh : fresh(session, most - due.size(), now, headroom)) {
      boolean tooLate = fresh.due().isBefore(headroom.since());
      if (due.size() < most && (tooLate || take(fresh, left))) {
        due.add(fresh.id());
      }
    }
    return due;
  }

  /** The last picture that there is room for lets its whole task begin. */
  private static boolean take(Waiting task, Map<String, Integer> left) {
    Integer room = task.live() ? left.get(task.model()) : null;
    if (room == null) {
      return true;
    }
    left.put(task.model(), room - task.pictures());
    return room > 0;
  }

  private static List<Waiting> begun(Session session, int most, Instant now) throws SQLException {
    return session
        .sql(
            """
            select id, model, test, shots, due_at from task
            where status = 'running' and due_at <= :now
            order by due_at limit :most
            """)
        .set("now", now)
        .set("most", most)
        .list(TaskQueue::waiting);
  }

  /** The oldest of each model, oldest first: enough of each, whatever is taken of the others. */
  private static List<Waiting> fresh(Session session, int most, Instant now, Headroom headroom)
      throws SQLException {
    var fresh = new ArrayList<Waiting>();
    if (most == 0) {
      return fresh;
    }
    for (String model : models(session)) {
      boolean none = Integer.valueOf(0).equals(headroom.pictures().get(model));
      Instant until = none ? headroom.since().minusMillis(1) : now;
      fresh.addAll(fresh(session, model, false, most, until));
      fresh.addAll(fresh(session, model, true, most, now));
    }
    fresh.sort(Comparator.comparing(Waiting::due));
    return fresh;
  }

  private static List<Waiting> fresh(
      Session session, String model, boolean test, int most, Instant until) throws SQLException {
    return session
        .sql(
            """
            select id, model, test, shots, due_at from task
            where status = 'not_started' and model = :model and test = :test and due_at <= :until
            order by due_at limit :most
            """)
        .set("model", model)
        .set("test", test)
        .set("until", until)
        .set("most", most)
        .list(TaskQueue::waiting);
  }

  /** Models that somebody waits for, each found by one step in the index. */
  private static List<String> models(Session session) throws SQLException {
    return session
        .sql(
            """
            with recursive waiting (model) as (
              select min(model) from task where status = 'not_started'
              union all
              select (select min(model) from task where status = 'not_started' and model > w.model)
              from waiting w where w.model is not null
            )
            select model from waiting where model is not null
            """)
        .list(row -> row.text("model"));
  }

  private static Waiting waiting(Row row) throws SQLException {
    return new Waiting(
        row.text("id"),
        row.text("model"),
        !row.flag("test"),
        (int) row.number("shots"),
        row.instant("due_at"));
  }
}
