package darkroom.wire;

import darkroom.catalog.InputProblem;
import darkroom.credit.Credits;
import darkroom.task.SubmitResult;
import darkroom.task.TaskId;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a submit is answered with, whatever route it came by. Immutable.
 *
 * @param outcome the word for the log
 * @param task the task that there is now, or was before
 * @param held what a new task set aside
 */
public record SubmitAnswer(
    String outcome, Optional<TaskId> task, Optional<Credits> held, Answer answer) {

  public static SubmitAnswer of(SubmitResult result) {
    return switch (result) {
      case SubmitResult.Accepted accepted ->
          new SubmitAnswer(
              "accepted",
              Optional.of(accepted.id()),
              Optional.of(accepted.held()),
              accepted(accepted.id(), accepted.createdAt()));
      case SubmitResult.AlreadyAccepted already ->
          new SubmitAnswer(
              "replayed",
              Optional.of(already.id()),
              Optional.empty(),
              accepted(already.id(), already.createdAt()));
      case SubmitResult.KeyConflict conflict ->
          refused(
              "key_conflict",
              ApiError.CONFLICT,
              "Idempotency-Key: already used with another request body");
      case SubmitResult.InvalidInput invalid -> problem(invalid.problems().getFirst());
      case SubmitResult.InvalidRequest invalid ->
          refused("invalid_request", ApiError.VALIDATION, invalid.message());
      case SubmitResult.UnknownModel unknown ->
          refused("unknown_model", ApiError.NOT_FOUND, "model: no such model");
      case SubmitResult.ModelNotAllowed notAllowed ->
          refused(
              "model_not_allowed",
              ApiError.PERMISSION_DENIED,
              "Model is not allowed for this API key");
      case SubmitResult.InsufficientCredits poor ->
          refused(
              "insufficient_credits",
              ApiError.INSUFFICIENT_CREDITS,
              "Insufficient credits: this task needs " + poor.needed());
      case SubmitResult.KeyLimitReached reached ->
          refused(
              "key_limit",
              ApiError.INSUFFICIENT_CREDITS,
              "The " + reached.period().word() + " credit limit of this API key is reached");
      case SubmitResult.StorageFull full ->
          refused(
                  "storage_full",
                  ApiError.TOO_MANY_REQUESTS,
                  "The stored pictures of this account reach task.max-bytes-per-account")
              .with(RetryReason.STORAGE_FULL.after(full.retryAfter()));
      case SubmitResult.QueueFull full -> full(full);
      case SubmitResult.DiskLow low ->
          refused("disk_low", ApiError.UNAVAILABLE, "The storage is full or cannot be written")
              .with(RetryReason.DISK_LOW.after(low.retryAfter()));
    };
  }

  /** Adds what the log shall know to the request's line. */
  public void tell(Exchange exchange) {
    exchange.fact("outcome", outcome);
    task.ifPresent(id -> exchange.fact("task", id));
    held.ifPresent(credits -> exchange.fact("credits", credits));
  }

  private SubmitAnswer with(java.util.Map<String, String> headers) {
    return new SubmitAnswer(outcome, task, held, answer.with(headers));
  }

  private static SubmitAnswer full(SubmitResult.QueueFull full) {
    return full.ofAccount()
        ? refused("queue_full", ApiError.TOO_MANY_REQUESTS, "Too many open tasks of this account")
            .with(RetryReason.ACCOUNT_FULL.after(full.retryAfter()))
        : refused("queue_full", ApiError.UNAVAILABLE, "The queue is full")
            .with(RetryReason.QUEUE_FULL.after(full.retryAfter()));
  }

  private static SubmitAnswer problem(InputProblem problem) {
    ApiError error =
        switch (problem.kind()) {
          case VALIDATION -> ApiError.VALIDATION;
          case PROMPT_TOO_LONG -> ApiError.CONTENT_TOO_LONG;
          case FILE_FORMAT -> ApiError.FILE_FORMAT;
        };
    return refused("invalid_input", error, problem.message());
  }

  private static SubmitAnswer refused(String outcome, ApiError error, String message) {
    return new SubmitAnswer(
        outcome, Optional.empty(), Optional.empty(), Answer.error(error, message));
  }

  private static Answer accepted(TaskId id, Instant createdAt) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("task_id", id.value());
    data.put("status", "not_started");
    data.put("created_time", TaskView.time(createdAt));
    return Answer.data(data);
  }
}
