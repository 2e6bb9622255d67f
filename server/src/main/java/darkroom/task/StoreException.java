package darkroom.task;

/**
 * The store cannot serve just now: it is overloaded, its disk is full, or it is broken. What was
 * asked for may or may not have been written when {@link #outcomeUnknown} says so; otherwise it was
 * not.
 */
public final class StoreException extends RuntimeException {
  private final boolean outcomeUnknown;

  private StoreException(String message, Throwable cause, boolean outcomeUnknown) {
    super(message, cause);
    this.outcomeUnknown = outcomeUnknown;
  }

  public static StoreException notWritten(String message, Throwable cause) {
    return new StoreException(message, cause, false);
  }

  public static StoreException overloaded(String what) {
    return new StoreException(what + " is overloaded", new IllegalStateException(what), false);
  }

  public static StoreException unknown(String message, Throwable cause) {
    return new StoreException(message, cause, true);
  }

  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}
