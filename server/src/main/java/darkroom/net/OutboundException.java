package darkroom.net;

/**
 * An outbound request got no usable answer. The message is for the operator's log alone: which of
 * the kinds it was tells a stranger about the network behind us (threat T08).
 */
public final class OutboundException extends Exception {

  /** What went wrong, as far as callers have to tell cases apart. */
  public enum Kind {
    /** Address, port or form of the target is not allowed; nothing was sent. */
    BLOCKED,
    /** The name has no address; nothing was sent. */
    DNS,
    /** No connection; nothing was sent. */
    CONNECT,
    /** Handshake or certificate; nothing was sent. */
    TLS,
    /** The total time, or the wait for a free place, ran out. */
    TIMEOUT,
    /** The answer is larger than asked for. */
    TOO_LARGE,
    /** The peer broke off, or its answer is no HTTP. */
    BROKEN,
    /** Too many redirects, or one that may not be followed. */
    REDIRECT,
    /** The answer is compressed, which we had not offered. */
    ENCODED
  }

  private final Kind kind;

  public OutboundException(Kind kind, String detail) {
    super(detail);
    this.kind = kind;
  }

  public OutboundException(Kind kind, String detail, Throwable cause) {
    super(detail, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
