package darkroom.task;

import darkroom.account.CreditPeriod;
import darkroom.catalog.InputProblem;
import darkroom.credit.Credits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Everything that can become of a submit. */
public sealed interface SubmitResult {

  /** Durable from now on. */
  record Accepted(TaskId id, Instant createdAt, Credits held) implements SubmitResult {}

  /** The idempotency key was used before with the same body: the same task, no second hold. */
  record AlreadyAccepted(TaskId id, Instant createdAt) implements SubmitResult {}

  /** The idempotency key was used before with another body. */
  record KeyConflict() implements SubmitResult {}

  /** Not empty, in the order of the fields. */
  record InvalidInput(List<InputProblem> problems) implements SubmitResult {}

  /** The request itself is out of form: a field name and a rule. */
  record InvalidRequest(String message) implements SubmitResult {}

  record UnknownModel() implements SubmitResult {}

  /** The API key is limited to other models. */
  record ModelNotAllowed() implements SubmitResult {}

  record InsufficientCredits(Credits needed) implements SubmitResult {}

  /** The key's own limit of this period does not cover the task. */
  record KeyLimitReached(CreditPeriod period) implements SubmitResult {}

  /** The account's pictures take as many bytes as they may. */
  record StorageFull(Duration retryAfter) implements SubmitResult {}

  /**
   * Too much is waiting already.
   *
   * @param ofAccount whether it is this account's share that is full, or the whole queue
   */
  record QueueFull(boolean ofAccount, Duration retryAfter) implements SubmitResult {}

  /** The disk is nearly full; no picture could be promised. */
  record DiskLow(Duration retryAfter) implements SubmitResult {}
}
