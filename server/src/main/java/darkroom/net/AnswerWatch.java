package darkroom.net;

/** Reads along while an answer comes in, and says when no more of it is needed. */
@FunctionalInterface
public interface AnswerWatch {
  /** Waits for the end. */
  AnswerWatch WHOLE = chunk -> false;

  /**
   * @param chunk the bytes after those of the last call
   * @return whether what has come decides; then the connection is closed
   */
  boolean isEnough(byte[] chunk);
}
