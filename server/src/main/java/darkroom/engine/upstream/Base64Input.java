package darkroom.engine.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/**
 * A file as base64, encoded while it is read. Opened at the first byte, so that many of them in a
 * row hold one file open at a time. Not thread-safe.
 */
final class Base64Input extends InputStream {
  private static final int GROUPS = 16 * 1024;

  private final Path file;
  private InputStream source = InputStream.nullInputStream();
  private boolean opened;
  private byte[] encoded = new byte[0];
  private int at;

  Base64Input(Path file) {
    this.file = file;
  }

  /** How many characters so many bytes become. */
  static long length(long bytes) {
    return (bytes + 2) / 3 * 4;
  }

  @Override
  public int read() throws IOException {
    return fill() ? encoded[at++] : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, encoded.length - at);
    System.arraycopy(encoded, at, into, offset, count);
    at += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    opened = true;
    source.close();
  }

  /** Has at least one character ready, unless the file is at its end. */
  private boolean fill() throws IOException {
    if (at < encoded.length) {
      return true;
    }
    if (!opened) {
      opened = true;
      source = Files.newInputStream(file);
    }
    // whole groups of three, so that padding comes at the very end alone
    byte[] raw = source.readNBytes(3 * GROUPS);
    encoded = Base64.getEncoder().encode(raw);
    at = 0;
    return encoded.length > 0;
  }
}
