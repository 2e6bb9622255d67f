package darkroom.client;

import java.time.Duration;
import java.util.Optional;

/** The server answered, and said no. The message is the server's sentence for humans. */
public final class ApiException extends RuntimeException {
  private final int status;
  private final int code;
  private final String type;
  private final transient Optional<Duration> retryAfter;

  /**
   * Takes what an error envelope holds.
   *
   * @param status HTTP status
   * @param code {@code code} of the envelope, which counts where the two differ
   * @param type {@code error.type}, such as {@code rate_limit_error}; empty when there was none
   */
  public ApiException(int status, int code, String type, String message) {
    this(status, code, type, message, Optional.empty());
  }

  ApiException(int status, int code, String type, String message, Optional<Duration> retryAfter) {
    super(message);
    this.status = status;
    this.code = code;
    this.type = type;
    this.retryAfter = retryAfter;
  }

  public int status() {
    return status;
  }

  public int code() {
    return code;
  }

  public String type() {
    return type;
  }

  /** How long the server wants to be left alone, where it said so. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** Whether the same question may well be answered a little later. */
  boolean isPassing() {
    return code == 429 || isUnsettled();
  }

  /**
   * Whether what was asked may have been done all the same: the server does not know the outcome of
   * its commit, or a gateway before it got no answer.
   */
  boolean isUnsettled() {
    return code == 502 || code == 503 || code == 504;
  }
}
