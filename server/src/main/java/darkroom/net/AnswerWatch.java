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

  /**
   * Whether an answer of this kind is read along alone: then it is not kept, and the watch bounds
   * its length.
   *
   * @param type the answer's media type; empty when it has none
   */
  default boolean isRead(String type) {
    return false;
  }
}
