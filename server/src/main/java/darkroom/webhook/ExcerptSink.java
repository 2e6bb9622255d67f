package darkroom.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Keeps the start of an answer and lets the rest go by. Not thread-safe. */
final class ExcerptSink extends OutputStream {
  private static final int KEPT_BYTES = 2000;
  private static final int KEPT_CHARS = 500;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  @Override
  public void write(int b) {
    if (kept.size() < KEPT_BYTES) {
      kept.write(b);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    kept.write(bytes, offset, Math.min(length, KEPT_BYTES - kept.size()));
  }

  /**
   * One line of at most 500 characters. Control and formatting characters (line breaks, terminal
   * escapes, direction marks) become blanks: a stranger wrote this, and it ends up in logs.
   */
  String excerpt() {
    String line =
        kept.toString(UTF_8)
            .replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\s]+", " ")
            .strip();
    if (line.length() <= KEPT_CHARS) {
      return line;
    }
    boolean cutsPair = Character.isHighSurrogate(line.charAt(KEPT_CHARS - 1));
    return line.substring(0, cutsPair ? KEPT_CHARS - 1 : KEPT_CHARS);
  }
}
