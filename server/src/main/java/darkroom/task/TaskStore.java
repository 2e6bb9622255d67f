package darkroom.task;

import darkroom.account.AccountId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Rows of tasks. One method is one transaction and one sentence of the business; when it returns,
 * what it says is durable. Every write under a claim is guarded by the claim's token and by the
 * state: a worker that lost its lease changes nothing and is told {@link Written#STALE}.
 * Thread-safe. Trouble with the store itself is an unchecked exception.
 */
public interface TaskStore {

  /** Task, hold, ledger row and idempotency key together, or nothing. */
  InsertResult insert(NewTask task);

  /** What this idempotency key stands for, while it is remembered. */
  Optional<InsertResult.Replay> replay(AccountId account, String key);

  /** A task of this account, whatever its state; empty for unknown and for foreign ids alike. */
  Optional<Task> find(AccountId account, TaskId id);

  /**
   * Leases due tasks: those that have begun, then the oldest of those that wait. Tasks whose lease
   * ran out are due too.
   *
   * @param most how many at once, at least 1
   * @param headroom for live tasks that have not begun; who has waited too long needs none
   * @param tokens gives a fresh token for each
   */
  List<Claim> claim(
      int most, Lease lease, Headroom headroom, java.util.function.Supplier<LeaseToken> tokens);

  /** Moves the ends of these leases; returns the tokens that were already lost. */
  List<LeaseToken> renew(Collection<LeaseToken> tokens, Instant until);

  /** Makes an attempt durable before its engine is called. */
  Written intend(Claim claim, Attempt attempt);

  /** Notes how far an attempt got: a job id, or an end without a picture. */
  Written progress(Claim claim, Attempt attempt);

  /**
   * Notes how far the task is; a figure below the one noted before changes nothing.
   *
   * @param percent 0 to 99
   */
  Written advance(Claim claim, int percent);

  /** Notes what the prompt became, before any engine sees it. */
  Written rewritten(Claim claim, String prompt);

  /**
   * Notes the job that a callback named for an attempt, unless one was noted before.
   *
   * @return whether there is such an attempt, and its task is open
   */
  boolean told(String attemptId, String jobId);

  /** The job that a callback named for this attempt. */
  Optional<String> toldJob(String attemptId);

  /** Whether this job of an engine is that of another attempt. */
  boolean isHeldByAnother(String engine, String jobId, String attemptId);

  /** What each engine has open, and what it may have billed without a picture. */
  List<EngineLoad> loads(Instant unknownSince);

  /** Lists a picture whose bytes are already durable and ends its attempt. */
  Written stored(Claim claim, Attempt attempt, TaskFile file);

  /**
   * Terminal state, settlement, and the delivery when there is one, together. {@link
   * Written#OVER_CAP} when the ending releases pictures of unknown outcome and the account has used
   * up its day's releases of that kind; then nothing was written.
   */
  Written finish(Claim claim, Ending ending, Optional<NewDelivery> delivery);

  /** Gives a claim back; the task is due again at that time. */
  Written giveBack(Claim claim, Instant dueAt);

  /** Start-up of the only process there is: whoever held a lease is dead. Returns how many. */
  int releaseAllLeases();

  /** Every attempt of a task, by shot and number. */
  List<Attempt> attempts(TaskId id);

  /** How many tasks wait for a worker. */
  int waiting();

  /** The task that this object key belongs to, if it is still open; for sweeping up references. */
  boolean isOpen(TaskId id);

  /**
   * A picture by the token in its URL, expired or not: from the moment it is listed, while its task
   * still runs, and after that only when the task finished.
   */
  Optional<TaskFile> findFile(String token);

  /** Pictures that expired before {@code now} and whose bytes are still there. */
  List<TaskFile> expiredFiles(Instant now, int most);

  /** Notes that the bytes of these pictures are gone. */
  void filesDeleted(List<TaskFile> files);

  /** Deletes terminal tasks that ended before, with all that hangs on them; returns how many. */
  int purge(Instant endedBefore, int most);

  /** Forgets idempotency keys older than that; returns how many. */
  int forgetKeys(Instant createdBefore, int most);
}
