package darkroom.http;

import darkroom.account.ApiKey;
import darkroom.task.IdempotencyKey;
import darkroom.task.SubmitCommand;
import darkroom.task.Task;
import darkroom.task.TaskService;
import darkroom.wire.Answer;
import darkroom.wire.ApiError;
import darkroom.wire.Exchange;
import darkroom.wire.Json;
import darkroom.wire.SubmitAnswer;
import darkroom.wire.TaskView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Submit and status. Thread-safe. */
public final class GenerateHandler {
  private static final int LONGEST_SOURCE = 32;

  private final TaskService tasks;
  private final TaskView view;

  public GenerateHandler(TaskService tasks, TaskView view) {
    this.tasks = tasks;
    this.view = view;
  }

  Answer submit(Exchange exchange, ApiKey key) throws IOException {
    exchange
        .event("task.submitted")
        .fact("account", key.account())
        .fact("key", key.id())
        .fact("source", source(exchange));
    var body = Json.parseObject(exchange.body());
    List<String> idempotencyKeys = exchange.headers("Idempotency-Key");
    if (idempotencyKeys.size() > 1
        || !idempotencyKeys.stream().allMatch(IdempotencyKey::isAllowed)) {
      exchange.fact("outcome", "malformed");
      return Answer.error(
          ApiError.INVALID_REQUEST, "Idempotency-Key: must be 1 to 255 visible ASCII characters");
    }
    Optional<String> idempotencyKey = idempotencyKeys.stream().findFirst();
    SubmitAnswer submitted =
        SubmitAnswer.of(tasks.submit(new SubmitCommand(key, idempotencyKey, body)));
    submitted.tell(exchange);
    return submitted.answer();
  }

  Answer status(Exchange exchange, ApiKey key) {
    return status(key, exchange.pathParameter("task_id"));
  }

  Answer statusByQuery(Exchange exchange, ApiKey key) {
    return exchange
        .query("task_id")
        .map(id -> status(key, id))
        .orElseGet(() -> Answer.error(ApiError.VALIDATION, "task_id: missing in the query"));
  }

  private Answer status(ApiKey key, String id) {
    Optional<Task> task = tasks.find(key.account(), id);
    if (task.isEmpty()) {
      return Answer.error(ApiError.NOT_FOUND, "Task not found");
    }
    Answer answer = Answer.data(view.status(task.get()));
    return task.get().status().isTerminal() ? answer : answer.with("Cache-Control", "no-store");
  }

  /** Which of PoYo's tools it came from; free text of a stranger, so cut to a word. */
  private static String source(Exchange exchange) {
    return exchange
        .header("X-PoYo-Source")
        .filter(text -> text.length() <= LONGEST_SOURCE && text.matches("[A-Za-z0-9._-]+"))
        .orElse("");
  }
}
