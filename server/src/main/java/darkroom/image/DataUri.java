package darkroom.image;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a picture given in place as {@code data:image/png;base64,…} (RFC 2397, base64 form only).
 * Strict: no blanks, full padding. The declared type must be one of ours and is otherwise not
 * believed. Stateless.
 */
public final class DataUri {
  private static final Pattern PREFIX =
      Pattern.compile("data:image/(?:jpeg|jpg|png|webp|gif);base64,", Pattern.CASE_INSENSITIVE);

  private DataUri() {}

  /** What {@link #parse} found. */
  public sealed interface Result {

    /** The encoded picture, not judged yet. The array is the caller's. */
    @SuppressWarnings(
        "ArrayRecordComponent") // never compared, and too large to copy for form's sake
    record Decoded(byte[] bytes) implements Result {}

    /**
     * @param rule the broken rule as the end of a sentence that begins with the field's name; may
     *     be shown to the caller
     */
    record Invalid(String rule) implements Result {}
  }

  /** Whether the text wants to be a data URI at all, and so is not to be read as another URL. */
  public static boolean looksLikeOne(String text) {
    return text.regionMatches(true, 0, "data:", 0, 5);
  }

  /**
   * Decodes the picture.
   *
   * @param maxBytes largest decoded size; judged by the text's length, before any decoding
   */
  public static Result parse(String text, long maxBytes) {
    Matcher prefix = PREFIX.matcher(text);
    if (!prefix.lookingAt()) {
      return new Result.Invalid("must be a base64 data URI of a JPEG, PNG, WebP or GIF picture");
    }
    int length = text.length() - prefix.end();
    if (length == 0 || length % 4 != 0) {
      return new Result.Invalid("must hold padded base64");
    }
    int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    if (length / 4 * 3L - padding > maxBytes) {
      return new Result.Invalid("must be at most " + maxBytes + " bytes");
    }
    try {
      // what lies outside Latin-1 becomes '?', which base64 refuses
      byte[] encoded = text.substring(prefix.end()).getBytes(StandardCharsets.ISO_8859_1);
      return new Result.Decoded(Base64.getDecoder().decode(encoded));
    } catch (IllegalArgumentException e) {
      return new Result.Invalid("must hold padded base64");
    }
  }
}
