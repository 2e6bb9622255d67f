package darkroom.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A picture's file for ImageIO, read through a small buffer. Fails for good when a reader keeps
 * asking beyond the end: the lossless WebP reader takes the end for zeros, pixel by pixel with an
 * exception each, and forty bytes that declare 50 million pixels would keep a core busy for a
 * quarter of an hour. Fails as well when the time for the picture is over. Not thread-safe.
 */
final class PictureInput extends ImageInputStreamImpl {
  /** Well-behaved readers meet the end a few times while looking ahead. */
  private static final int MOST_ENDS = 1_000;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024).limit(0);
  private final DecodeTime time;
  private long bufferStart;
  private int ends;

  PictureInput(Path file, DecodeTime time) throws IOException {
    this.time = time;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    if (!fill()) {
      return -1;
    }
    int next = buffer.get((int) (streamPos - bufferStart)) & 0xff;
    streamPos++;
    return next;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    checkClosed();
    java.util.Objects.checkFromIndexSize(offset, length, into.length);
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int at = (int) (streamPos - bufferStart);
    int count = Math.min(length, buffer.limit() - at);
    buffer.get(at, into, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    try {
      return channel.size();
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      channel.close();
    }
  }

  /** Brings the current position into the buffer; false at the end. */
  private boolean fill() throws IOException {
    if (streamPos >= bufferStart && streamPos < bufferStart + buffer.limit()) {
      return true;
    }
    time.check();
    buffer.clear();
    int count = channel.read(buffer, streamPos);
    bufferStart = streamPos;
    buffer.flip();
    if (count <= 0 && ++ends > MOST_ENDS) {
      throw new MalformedPictureException("its reader does not stop at the end");
    }
    return count > 0;
  }
}
