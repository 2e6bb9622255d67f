package darkroom.fake.kit;

/** What goes wrong with a callback: {@code [[hook KIND]]}. */
public enum HookFault {
  NONE,
  TWICE,
  /** Before the submit is answered. */
  EARLY,
  BADSIG,
  /** With a time stamp that is too old. */
  STALE,
  OTHERID;
}
