package darkroom.verify.fault;

/**
 * Ways to take the disk away.
 *
 * <p>{@code refused}: submits have to be answered 503 while it lasts. A log that takes no lines, or
 * a process short of files, may go on as it can.
 */
enum Harm {
  DATABASE_FULL(true),
  FILES_FULL(true),
  LOG_FULL(false),
  READ_ONLY(true),
  NO_DESCRIPTORS(false),
  NO_PERMISSION(true),
  NO_INODES(true),
  BELOW_FLOOR(true);

  private final boolean refused;

  Harm(boolean refused) {
    this.refused = refused;
  }

  boolean isRefused() {
    return refused;
  }
}
