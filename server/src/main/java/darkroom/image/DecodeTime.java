package darkroom.image;

import java.time.Duration;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/**
 * The time one picture may take (threat T15), asked whenever its reader wants more bytes or has
 * finished a row. It works within the reader's own thread, because some readers refuse to be
 * aborted from another. Not thread-safe.
 */
final class DecodeTime implements IIOReadProgressListener {
  private final Duration longest;
  private final long begun = System.nanoTime();
  private boolean cut;

  DecodeTime(Duration longest) {
    this.longest = longest;
  }

  /**
   * Asks whether there is time left.
   *
   * @throws DecodeTooLongException when there is none
   */
  void check() throws DecodeTooLongException {
    if (isOver()) {
      cut = true;
      throw new DecodeTooLongException(said());
    }
  }

  /**
   * Asks whether a reader that has returned was told to abort; it returns what it has then. One
   * that came to its end was not, however late.
   */
  void checkWhole() throws DecodeTooLongException {
    if (cut) {
      throw new DecodeTooLongException(said());
    }
  }

  /** What a reader has failed of: of us, when we broke it off. Some wrap, others fall over. */
  <E extends Exception> DecodeTooLongException because(E failure) throws E {
    if (cut) {
      return new DecodeTooLongException(said(), failure);
    }
    throw failure;
  }

  private String said() {
    return "takes longer than " + longest;
  }

  private boolean isOver() {
    return System.nanoTime() - begun > longest.toNanos();
  }

  @Override
  public void imageProgress(ImageReader source, float percentageDone) {
    if (isOver()) {
      cut = true;
      source.abort();
    }
  }

  @Override
  public void sequenceStarted(ImageReader source, int minIndex) {}

  @Override
  public void sequenceComplete(ImageReader source) {}

  @Override
  public void imageStarted(ImageReader source, int imageIndex) {}

  @Override
  public void imageComplete(ImageReader source) {}

  @Override
  public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

  @Override
  public void thumbnailProgress(ImageReader source, float percentageDone) {}

  @Override
  public void thumbnailComplete(ImageReader source) {}

  @Override
  public void readAborted(ImageReader source) {}
}
