package darkroom.task;

import java.time.Instant;
import java.util.Optional;

/**
 * A task about to be written.
 *
 * @param lease set when a free worker takes it at once, so that it is born running
 * @param leaseUntil end of that lease; ignored without one
 * @param deadline deadline of that claim; ignored without a lease
 * @param maxOpen how many tasks the account may have open, this one included
 * @param maxBytes an account that has this many bytes of pictures gets no further task; zero for no
 *     limit
 * @param keyId the API key it was submitted with, whose credit limits count it
 */
public record NewTask(
    Task task,
    Optional<IdempotencyKey> idempotencyKey,
    Optional<LeaseToken> lease,
    Instant leaseUntil,
    Instant deadline,
    int maxOpen,
    long maxBytes,
    String keyId) {}
