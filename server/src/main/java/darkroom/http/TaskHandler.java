package darkroom.http;

import darkroom.account.ApiKey;
import darkroom.task.TaskService;
import darkroom.wire.Answer;
import darkroom.wire.ApiError;
import darkroom.wire.Exchange;
import darkroom.wire.FullTaskView;

/** Tasks on our own routes, which say more than PoYo's. Thread-safe. */
public final class TaskHandler {
  private final TaskService tasks;
  private final FullTaskView view;

  public TaskHandler(TaskService tasks, FullTaskView view) {
    this.tasks = tasks;
    this.view = view;
  }

  Answer show(Exchange exchange, ApiKey key) {
    return tasks
        .find(key.account(), exchange.pathParameter("task_id"))
        .map(task -> {
          Answer answer = Answer.data(view.task(task));
          return task.status().isTerminal() ? answer : answer.with("Cache-Control", "no-store");
        })
        .orElseGet(() -> Answer.error(ApiError.NOT_FOUND, "Task not found"));
  }
}
