package darkroom.wire;

import java.time.Duration;
import java.util.Map;

/**
 * Ends the handling of a request with an error answer. For what the wire itself finds wrong;
 * outcomes of the business are sealed results.
 */
public final class ApiException extends RuntimeException {
  private final ApiError error;
  private final transient Map<String, String> headers;

  /**
   * @param message for the caller: names field and rule, holds nothing internal
   */
  public ApiException(ApiError error, String message) {
    this(error, message, Map.of());
  }

  public ApiException(ApiError error, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.error = error;
    this.headers = Map.copyOf(headers);
  }

  /** One that says why and when to come back. */
  public static ApiException retryLater(
      ApiError error, RetryReason reason, String message, Duration after) {
    return new ApiException(error, message, reason.after(after));
  }

  public ApiError error() {
    return error;
  }

  Map<String, String> headers() {
    return headers;
  }

  Answer answer() {
    return Answer.error(error, String.valueOf(getMessage())).with(headers);
  }
}
