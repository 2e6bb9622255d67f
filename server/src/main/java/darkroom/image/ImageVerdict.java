package darkroom.image;

/** Whether a file may be worked with. */
public sealed interface ImageVerdict {

  /** A picture within the limits. Its pixels have not been looked at yet. */
  record Usable(ImageHeader header) implements ImageVerdict {}

  /**
   * @param reason end of a sentence that begins with the picture, such as {@code is larger than
   *     20971520 bytes}; may be shown to the caller
   */
  record Unusable(String reason) implements ImageVerdict {}
}
