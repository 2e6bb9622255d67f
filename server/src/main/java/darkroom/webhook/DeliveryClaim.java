package darkroom.webhook;

/**
 * The right to try a delivery once.
 *
 * @param token fence of the claim, fresh each time
 * @param host whom it loads
 */
public record DeliveryClaim(Delivery delivery, String token, String host) {}
