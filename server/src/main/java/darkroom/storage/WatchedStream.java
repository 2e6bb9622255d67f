package darkroom.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Tells when the disk does not take what is written: whoever copies into a draft cannot tell that
 * from a source that broke off. One thread at a time.
 */
final class WatchedStream extends FilterOutputStream {
  private final Runnable failed;

  WatchedStream(OutputStream disk, Runnable failed) {
    super(disk);
    this.failed = failed;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failed.run();
      throw e;
    }
  }
}
