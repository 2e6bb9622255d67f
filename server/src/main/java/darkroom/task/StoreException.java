package darkroom.task;

/**
 * The store cannot serve just now: it is overloaded, its disk is full, or it is broken. What was
 * asked for may or may not have been written when {@link #outcomeUnknown} says so; otherwise it was
 * not.
 */
public final class StoreException extends RuntimeException {
  private enum Kind {
    NOT_WRITTEN,
    OVERLOADED,
    UNKNOWN
  }

  private final Kind kind;

  private StoreException(String message, Throwable cause, Kind kind) {
    super(message, cause);
    this.kind = kind;
  }

  public static StoreException notWritten(String message, Throwable cause) {
    return new StoreException(message, cause, Kind.NOT_WRITTEN);
  }

  public static StoreException overloaded(String what) {
    return new StoreException(
        what + " is overloaded", new IllegalStateException(what), Kind.OVERLOADED);
  }

  public static StoreException unknown(String message, Throwable cause) {
    return new StoreException(message, cause, Kind.UNKNOWN);
  }

  public boolean outcomeUnknown() {
    return kind == Kind.UNKNOWN;
  }

  /** Whether it is sound and has too much to do; nothing was written. */
  public boolean isOverload() {
    return kind == Kind.OVERLOADED;
  }
}
