package darkroom.task;

import java.time.Duration;
import java.time.Instant;

/**
 * The times of a claim.
 *
 * @param now time of the claim
 * @param until when the lease runs out unless renewed
 * @param deadlineAfter from the first claim of a task to its deadline
 */
public record Lease(Instant now, Instant until, Duration deadlineAfter) {}
