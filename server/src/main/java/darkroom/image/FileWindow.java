package darkroom.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Small reads at any place of a file; the file is never read whole. Not thread-safe. */
final class FileWindow implements AutoCloseable {
  private final FileChannel channel;
  private final long size;

  private FileWindow(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  static FileWindow open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new FileWindow(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  long size() {
    return size;
  }

  /** Up to {@code most} first bytes. */
  byte[] head(int most) throws IOException {
    return bytes(0, (int) Math.min(most, size));
  }

  /**
   * Exactly these bytes.
   *
   * @throws MalformedPictureException when the file ends before
   */
  byte[] bytes(long at, int count) throws IOException {
    if (at < 0 || count < 0 || at > size - count) {
      throw new MalformedPictureException("ends at " + size);
    }
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new MalformedPictureException("shrank while being read");
      }
    }
    return buffer.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Unsigned number, most significant byte first. */
  static int big(byte[] bytes, int at, int count) {
    int number = 0;
    for (int i = 0; i < count; i++) {
      number = (number << 8) | (bytes[at + i] & 0xff);
    }
    return number;
  }

  /** Unsigned number, least significant byte first. */
  static int little(byte[] bytes, int at, int count) {
    int number = 0;
    for (int i = count - 1; i >= 0; i--) {
      number = (number << 8) | (bytes[at + i] & 0xff);
    }
    return number;
  }
}
