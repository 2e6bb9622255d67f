package darkroom.wire;

/**
 * The one header in which a trusted proxy says who called it. Only one, because a proxy that writes
 * one of them passes the other on as the caller sent it.
 */
public enum ForwardedHeader {
  X_FORWARDED_FOR("X-Forwarded-For"),
  FORWARDED("Forwarded");

  private final String field;

  ForwardedHeader(String field) {
    this.field = field;
  }

  /** As HTTP names it. */
  String field() {
    return field;
  }
}
