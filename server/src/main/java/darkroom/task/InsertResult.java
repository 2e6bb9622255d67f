package darkroom.task;

import darkroom.account.CreditPeriod;
import java.time.Instant;

/** What became of an insert; everything but {@link Inserted} wrote nothing. */
public sealed interface InsertResult {

  record Inserted() implements InsertResult {}

  /** The idempotency key is taken. */
  record KeyTaken(Replay replay) implements InsertResult {}

  /** The task id is taken; draw another. */
  record IdTaken() implements InsertResult {}

  record TooFewCredits() implements InsertResult {}

  /** The key's limit of this period does not cover the hold. */
  record KeyLimitReached(CreditPeriod period) implements InsertResult {}

  /** The account has as many open tasks as it may. */
  record AccountFull() implements InsertResult {}

  /** The account's pictures take as many bytes as they may. */
  record StorageFull() implements InsertResult {}

  /** What an idempotency key stands for. */
  record Replay(TaskId id, String bodyHash, Instant createdAt) {}
}
