package darkroom.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Rows of deliveries. They are born with the end of their task. Thread-safe; a method a
 * transaction.
 */
public interface DeliveryStore {

  /**
   * Leases due deliveries, at most a few of each host, so that a dead receiver with thousands due
   * takes no more places than any other.
   *
   * @param most how many at once
   * @param perHost how many of one host may be under way
   * @param underWay how many of each host are under way already
   */
  List<DeliveryClaim> claim(
      int most,
      int perHost,
      Map<String, Integer> underWay,
      Instant now,
      Instant leaseUntil,
      Supplier<String> tokens);

  /**
   * Writes a try down and moves the delivery on.
   *
   * @param dueAt time of the next try; ignored unless {@code next} is pending
   * @return false when the claim was lost; nothing was written then
   */
  boolean record(DeliveryClaim claim, DeliveryAttempt attempt, DeliveryStatus next, Instant dueAt);

  /** Gives a claim back without a try having been made. */
  void giveBack(DeliveryClaim claim, Instant dueAt);

  /** Start-up of the only process there is: whoever held a lease is dead. Returns how many. */
  int releaseAllLeases(Instant now);

  /** How many are owed. */
  int pending();
}
