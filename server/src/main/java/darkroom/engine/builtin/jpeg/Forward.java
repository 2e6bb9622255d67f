package darkroom.engine.builtin.jpeg;

import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.stream.ImageOutputStreamImpl;

/**
 * Hands on what an image writer writes and keeps nothing of it; a JPEG is written front to back.
 */
final class Forward extends ImageOutputStreamImpl {

  private final OutputStream out;

  Forward(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int value) throws IOException {
    flushBits();
    out.write(value);
    streamPos++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    flushBits();
    out.write(bytes, offset, length);
    streamPos += length;
  }

  @Override
  public int read() {
    return -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    return -1;
  }
}
