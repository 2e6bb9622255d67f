package darkroom.task;

/** Whether a fenced write took place. */
public enum Written {
  DONE,
  /** The claim was lost meanwhile; nothing was written. */
  STALE,
  /** A cap of the account is used up; nothing was written, and the claim still holds. */
  OVER_CAP
}
