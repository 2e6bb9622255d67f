package darkroom.webhook;

/** What a callback's body looks like, for receivers with strict parsers. */
public enum CallbackShape {
  /** Every status field at top level, and {@code code} plus {@code data} with the same object. */
  HYBRID,
  /** Only {@code code} and {@code data}. */
  WRAPPED,
  /** Only the status fields, at top level. */
  UNWRAPPED
}
