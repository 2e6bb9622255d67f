package darkroom.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One try as it is written down.
 *
 * @param number from 1
 * @param statusCode of the receiver's answer, when there was one
 * @param outcome one word that a tenant may see
 * @param detail for the operator
 * @param excerpt of the answer, for the operator
 */
public record DeliveryAttempt(
    int number,
    Instant at,
    Duration took,
    Optional<Integer> statusCode,
    String outcome,
    String detail,
    String excerpt) {}
