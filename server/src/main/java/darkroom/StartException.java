package darkroom;

/** The server cannot start; the message is one line for the operator and says what to do. */
final class StartException extends RuntimeException {
  StartException(String message) {
    super(message);
  }
}
