package darkroom.db;

import darkroom.account.AccountId;
import darkroom.catalog.ImageInput;
import darkroom.credit.Credits;
import darkroom.task.Attempt;
import darkroom.task.Reason;
import darkroom.task.Task;
import darkroom.task.TaskFile;
import darkroom.task.TaskId;
import darkroom.task.TaskStatus;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads the rows that make up a task. */
final class TaskRows {
  static final String TASK_COLUMNS =
      """
      id, account_id, test, model, input, unit_price, callback_url, status, reason,
      created_at, started_at, finished_at, captured, deadline, engine, progress, rewritten_prompt
      """;

  static final String FILE_COLUMNS =
      """
      shot, token, object_key, format, media_type, extension, size, sha256, width, height, label,
      expires_at
      """;

  private TaskRows() {}

  static Task task(Row row, List<TaskFile> files) throws SQLException {
    return new Task(
        new TaskId(row.text("id")),
        new AccountId(row.text("account_id")),
        row.flag("test"),
        row.text("model"),
        ImageInput.fromJson(row.text("input")),
        new Credits(row.number("unit_price")),
        row.optionalText("callback_url"),
        TaskStatus.ofWord(row.text("status")),
        row.optionalText("reason").map(Reason::ofWord),
        row.instant("created_at"),
        row.optionalInstant("started_at"),
        row.optionalInstant("finished_at"),
        new Credits(row.number("captured")),
        files,
        row.optionalText("engine"),
        row.optionalInteger("progress"),
        row.optionalText("rewritten_prompt"));
  }

  static List<TaskFile> files(Session session, String taskId) throws SQLException {
    return session
        .sql("select " + FILE_COLUMNS + " from task_file where task_id = :task order by shot")
        .set("task", taskId)
        .list(TaskRows::file);
  }

  static TaskFile file(Row row) throws SQLException {
    return new TaskFile(
        row.integer("shot"),
        row.text("token"),
        row.text("object_key"),
        row.text("format"),
        row.text("media_type"),
        row.text("extension"),
        row.number("size"),
        row.text("sha256"),
        row.integer("width"),
        row.integer("height"),
        row.text("label"),
        row.instant("expires_at"));
  }

  static List<Attempt> attempts(Session session, String taskId) throws SQLException {
    return session
        .sql(
            """
            select id, shot, number, engine, state, upstream_id, reason, created_at
            from task_attempt
            where task_id = :task order by shot, number
            """)
        .set("task", taskId)
        .list(TaskRows::attempt);
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
}
