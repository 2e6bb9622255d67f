package darkroom.engine.upstream;

import darkroom.engine.BrokenPicture;
import darkroom.engine.Refusal;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes so many bytes of a result and no more. Not thread-safe. */
final class CappedOutput extends FilterOutputStream {
  private long left;

  CappedOutput(OutputStream to, long most) {
    super(to);
    this.left = most;
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
    left -= count;
    if (left < 0) {
      throw new BrokenPicture(Refusal.BAD_RESULT, "the result is too large");
    }
  }
}
