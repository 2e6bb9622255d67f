package darkroom.task;

/** Whether a fenced write took place. */
public enum Written {
  DONE,
  /** The claim was lost meanwhile; nothing was written. */
  STALE
}
