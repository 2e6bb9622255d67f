package darkroom.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A picture's file read from front to back in small pieces; running into its end is the picture's
 * fault. Not thread-safe.
 */
final class ByteSource implements AutoCloseable {
  private final InputStream in;
  private final byte[] piece = new byte[8 * 1024];

  ByteSource(Path file) throws IOException {
    this.in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024);
  }

  int next() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new MalformedPictureException("cut short");
    }
    return next;
  }

  /** Only for small counts, never for one that a file declares. */
  byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new MalformedPictureException("cut short");
    }
    return bytes;
  }

  void copy(long count, OutputStream to) throws IOException {
    long left = count;
    while (left > 0) {
      int read = in.read(piece, 0, (int) Math.min(piece.length, left));
      if (read < 0) {
        throw new MalformedPictureException("cut short");
      }
      to.write(piece, 0, read);
      left -= read;
    }
  }

  void skip(long count) throws IOException {
    copy(count, OutputStream.nullOutputStream());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
