package darkroom.db;

import darkroom.account.AccountId;
import darkroom.catalog.ImageInput;
import darkroom.credit.Credits;
import darkroom.task.Reason;
import darkroom.task.Task;
import darkroom.task.TaskFile;
import darkroom.task.TaskId;
import darkroom.task.TaskStatus;
import java.sql.SQLException;
import java.util.List;

/** Reads the row of a task. */
final class TaskRows {
  static final String TASK_COLUMNS =
      """
      id, account_id, test, model, input, unit_price, callback_url, status, reason,
      created_at, started_at, finished_at, captured, deadline, engine, progress, rewritten_prompt
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
}
