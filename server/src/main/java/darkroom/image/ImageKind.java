package darkroom.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The formats that references and results may have, told apart by their bytes alone (threat T14).
 */
public enum ImageKind {
  JPEG("jpeg", "jpg"),
  PNG("png", "png"),
  WEBP("webp", "webp"),
  GIF("gif", "gif");

  /** How many leading bytes {@link #of} looks at. */
  static final int HEAD = 12;

  private final String word;
  private final String extension;

  ImageKind(String word, String extension) {
    this.word = word;
    this.extension = extension;
  }

  /** The kind whose signature these first bytes of a file carry. */
  public static Optional<ImageKind> of(byte[] head) {
    if (has(head, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (has(head, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (has(head, 0, "RIFF") && has(head, 8, "WEBP")) {
      return Optional.of(WEBP);
    }
    if (has(head, 0, "GIF87a") || has(head, 0, "GIF89a")) {
      return Optional.of(GIF);
    }
    return Optional.empty();
  }

  public String mediaType() {
    return "image/" + word;
  }

  /** File name extension without the dot. */
  public String extension() {
    return extension;
  }

  /**
   * The format's name on the wire and in ImageIO: {@code jpeg}, {@code png}, {@code webp}, {@code
   * gif}.
   */
  public String word() {
    return word;
  }

  private static boolean has(byte[] head, int at, String signature) {
    byte[] expected = signature.getBytes(StandardCharsets.ISO_8859_1);
    int end = at + expected.length;
    return head.length >= end && Arrays.equals(head, at, end, expected, 0, expected.length);
  }
}
