package darkroom.engine.replicate;

import darkroom.catalog.Size;
import darkroom.engine.BrokenPicture;
import darkroom.engine.Picture;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.Spool;
import darkroom.image.HeaderReader;
import darkroom.image.ImageHeader;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A picture that has to have certain pixels, where they were asked for by name and not by number.
 * Another size is no picture for the caller, and it was paid for, so nobody is asked again. As
 * thread-safe as what it wraps.
 */
final class SizedPicture implements Picture {
  /** Enough for what stands before a picture's size. */
  private static final int HEAD = 1 << 20;

  private final Picture picture;
  private final Size.Pixels expected;
  private final Spool spool;
  private final Path head;

  /**
   * @param head a file for the picture's beginning
   */
  SizedPicture(Picture picture, Size.Pixels expected, Spool spool, Path head) {
    this.picture = picture;
    this.expected = expected;
    this.spool = spool;
    this.head = head;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try {
      try (OutputStream beginning = Files.newOutputStream(head)) {
        picture.writeTo(new Tee(out, beginning));
      }
      // what is no picture at all is for the keeper to say
      Optional<ImageHeader> header = new HeaderReader().read(head);
      if (header.isPresent() && !isExpected(header.get())) {
        throw new BrokenPicture(
            Refusal.BAD_RESULT,
            "asked for %s, got %dx%d"
                .formatted(expected.wire(), header.get().width(), header.get().height()));
      }
    } finally {
      spool.discard(head);
    }
  }

  @Override
  public boolean mayDiffer() {
    return picture.mayDiffer();
  }

  @Override
  public void discard() {
    picture.discard();
  }

  private boolean isExpected(ImageHeader header) {
    return header.displayWidth() == expected.width() && header.displayHeight() == expected.height();
  }

  /** Copies the beginning aside. Closes nothing. */
  private static final class Tee extends FilterOutputStream {
    private final OutputStream beginning;
    private int left = HEAD;

    private Tee(OutputStream out, OutputStream beginning) {
      super(out);
      this.beginning = beginning;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      int more = Math.min(left, length);
      beginning.write(bytes, offset, more);
      left -= more;
    }
  }
}
