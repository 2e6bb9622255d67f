package darkroom.webhook;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one try. Excerpt and detail are for the operator: a tenant sees status and failure
 * class, no more, so that a callback cannot be used to look into a network (T08).
 */
public sealed interface DeliveryResult {

  /**
   * The start of the receiver's answer in one printable line of at most 500 characters; may be
   * empty.
   */
  String excerpt();

  /**
   * The receiver has it.
   *
   * @param status 200 to 299
   */
  record Delivered(int status, String excerpt) implements DeliveryResult {}

  /**
   * Try again when the schedule says so, while it does.
   *
   * @param status HTTP status of the answer; null when there was none
   * @param failureClass {@link #HTTP_ERROR}, {@link #UNREACHABLE} or {@link #NOT_SENT}
   * @param notBefore earliest time of the next try, as the receiver wishes; at most 24 h away
   * @param excerpt empty when there was no answer
   * @param detail what went wrong, for the operator's log
   */
  record Retry(
      @Nullable Integer status,
      String failureClass,
      Optional<Instant> notBefore,
      String excerpt,
      String detail)
      implements DeliveryResult {

    /** The receiver answered, and not with success. */
    public static final String HTTP_ERROR = "http_error";

    /** Blocked, refused, without a name, timed out: one class for all, on purpose. */
    public static final String UNREACHABLE = "unreachable";

    /** Our own fault, such as a lost secret key: nothing left the house. */
    public static final String NOT_SENT = "not_sent";
  }

  /** The receiver wants no more of this delivery (410). */
  record Gone(String excerpt) implements DeliveryResult {}
}
