package darkroom.worker.shot;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes so many bytes and no more, so that an engine that never stops sending does not fill the
 * disk (threat T16). Not thread-safe.
 */
final class LimitedOutput extends FilterOutputStream {
  private long left;
  private boolean exceeded;

  LimitedOutput(OutputStream out, long most) {
    super(out);
    this.left = most;
  }

  /** Whether somebody wanted to write more; everything beyond the limit is missing then. */
  boolean isExceeded() {
    return exceeded;
  }

  @Override
  public void write(int next) throws IOException {
    take(1);
    out.write(next);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    take(length);
    out.write(bytes, offset, length);
  }

  private void take(int count) throws IOException {
    if (count > left) {
      exceeded = true;
      throw new IOException("larger than allowed");
    }
    left -= count;
  }
}
