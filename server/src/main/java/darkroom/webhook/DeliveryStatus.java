package darkroom.webhook;

import java.util.Locale;

/** Where a delivery stands. All but the first are final. */
public enum DeliveryStatus {
  /** Owed; another try is due. */
  PENDING,
  /** The receiver answered 2xx. */
  DELIVERED,
  /** The schedule has no further try. */
  EXHAUSTED,
  /** The receiver answered 410. */
  GONE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
