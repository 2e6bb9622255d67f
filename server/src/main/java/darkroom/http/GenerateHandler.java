package darkroom.http;

import darkroom.account.ApiKey;
import darkroom.catalog.InputProblem;
import darkroom.task.IdempotencyKey;
import darkroom.task.SubmitCommand;
import darkroom.task.SubmitResult;
import darkroom.task.Task;
import darkroom.task.TaskId;
import darkroom.task.TaskService;
import darkroom.wire.Answer;
import darkroom.wire.ApiError;
import darkroom.wire.Exchange;
import darkroom.wire.Json;
import darkroom.wire.RetryReason;
import darkroom.wire.TaskView;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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
    return answer(exchange, tasks.submit(new SubmitCommand(key, idempotencyKey, body)));
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

  private static Answer answer(Exchange exchange, SubmitResult result) {
    return switch (result) {
      case SubmitResult.Accepted accepted -> {
        exchange
            .fact("outcome", "accepted")
            .fact("task", accepted.id())
            .fact("credits", accepted.held());
        yield accepted(accepted.id(), accepted.createdAt());
      }
      case SubmitResult.AlreadyAccepted already -> {
        exchange.fact("outcome", "replayed").fact("task", already.id());
        yield accepted(already.id(), already.createdAt());
      }
      case SubmitResult.KeyConflict conflict ->
          refused(
              exchange,
              "key_conflict",
              Answer.error(
                  ApiError.CONFLICT, "Idempotency-Key: already used with another request body"));
      case SubmitResult.InvalidInput invalid ->
          refused(exchange, "invalid_input", problem(invalid.problems().getFirst()));
      case SubmitResult.InvalidRequest invalid ->
          refused(
              exchange, "invalid_request", Answer.error(ApiError.VALIDATION, invalid.message()));
      case SubmitResult.UnknownModel unknown ->
          refused(
              exchange, "unknown_model", Answer.error(ApiError.NOT_FOUND, "model: no such model"));
      case SubmitResult.ModelNotAllowed notAllowed ->
          refused(
              exchange,
              "model_not_allowed",
              Answer.error(ApiError.PERMISSION_DENIED, "Model is not allowed for this API key"));
      case SubmitResult.InsufficientCredits poor ->
          refused(
              exchange,
              "insufficient_credits",
              Answer.error(
                  ApiError.INSUFFICIENT_CREDITS,
                  "Insufficient credits: this task needs " + poor.needed()));
      case SubmitResult.KeyLimitReached reached ->
          refused(
              exchange,
              "key_limit",
              Answer.error(
                  ApiError.INSUFFICIENT_CREDITS,
                  "The " + reached.period().word() + " credit limit of this API key is reached"));
      case SubmitResult.StorageFull full ->
          refused(
              exchange,
              "storage_full",
              Answer.error(
                      ApiError.TOO_MANY_REQUESTS,
                      "The stored pictures of this account reach task.max-bytes-per-account")
                  .with(RetryReason.STORAGE_FULL.after(full.retryAfter())));
      case SubmitResult.QueueFull full ->
          refused(
              exchange,
              "queue_full",
              Answer.error(
                      full.ofAccount() ? ApiError.TOO_MANY_REQUESTS : ApiError.UNAVAILABLE,
                      full.ofAccount()
                          ? "Too many open tasks of this account"
                          : "The queue is full")
                  .with(
                      (full.ofAccount() ? RetryReason.ACCOUNT_FULL : RetryReason.QUEUE_FULL)
                          .after(full.retryAfter())));
      case SubmitResult.DiskLow low ->
          refused(
              exchange,
              "disk_low",
              Answer.error(ApiError.UNAVAILABLE, "The storage is full or cannot be written")
                  .with(RetryReason.DISK_LOW.after(low.retryAfter())));
    };
  }

  private static Answer refused(Exchange exchange, String outcome, Answer answer) {
    exchange.fact("outcome", outcome);
    return answer;
  }

  private static Answer problem(InputProblem problem) {
    ApiError error =
        switch (problem.kind()) {
          case VALIDATION -> ApiError.VALIDATION;
          case PROMPT_TOO_LONG -> ApiError.CONTENT_TOO_LONG;
          case FILE_FORMAT -> ApiError.FILE_FORMAT;
        };
    return Answer.error(error, problem.message());
  }

  private static Answer accepted(TaskId id, Instant createdAt) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("task_id", id.value());
    data.put("status", "not_started");
    data.put("created_time", TaskView.time(createdAt));
    return Answer.data(data);
  }

  /** Which of PoYo's tools it came from; free text of a stranger, so cut to a word. */
  private static String source(Exchange exchange) {
    return exchange
        .header("X-PoYo-Source")
        .filter(text -> text.length() <= LONGEST_SOURCE && text.matches("[A-Za-z0-9._-]+"))
        .orElse("");
  }
}
