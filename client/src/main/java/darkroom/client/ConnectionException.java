package darkroom.client;

import org.jspecify.annotations.Nullable;

/**
 * No usable answer: the server was not reached, did not answer in time, or answered with something
 * that is not its protocol. After a submit this means that nobody knows whether a task was made;
 * with an idempotency key the submit can be repeated safely.
 */
public final class ConnectionException extends RuntimeException {

  public ConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
