package darkroom.engine.upstream;

import darkroom.catalog.Size;
import darkroom.engine.BrokenPicture;
import darkroom.engine.Picture;
import darkroom.engine.Refusal;
import darkroom.image.DecodeTooLongException;
import darkroom.image.Decoder;
import darkroom.image.HeaderReader;
import darkroom.image.ImageHeader;
import darkroom.image.MalformedPictureException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine's picture brought to the asked pixels. One that has them already, or that is no
 * picture, is passed on as it is: whoever keeps it judges it. Thread-safe.
 */
public final class ResampledPicture implements Picture {
  /** What a model draws by itself; more is not decoded. */
  private static final long MOST_PIXELS = 64_000_000;

  private static final long MOST_BYTES = 256L << 20;
  private static final int MOST_FAILURES = 3;

  private final Picture picture;
  private final Size.Pixels wanted;
  private final Decoder decoder;
  private final Spool spool;
  private final Path copy;
  private final AtomicInteger failures = new AtomicInteger();
  private volatile String note = "";

  /**
   * @param id of the attempt; names the copy that is needed meanwhile
   */
  public ResampledPicture(
      Picture picture, Size.Pixels wanted, Decoder decoder, Spool spool, String id) {
    this.picture = picture;
    this.wanted = wanted;
    this.decoder = decoder;
    this.spool = spool;
    this.copy = spool.of(id + "-native");
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try {
      try (OutputStream to =
          new CappedOutput(new BufferedOutputStream(Files.newOutputStream(copy)), MOST_BYTES)) {
        picture.writeTo(to);
      }
      Optional<ImageHeader> header = new HeaderReader().read(copy);
      if (header.isEmpty() || fits(header.get())) {
        Files.copy(copy, out);
      } else {
        resample(header.get(), out);
      }
    } finally {
      spool.discard(copy);
    }
  }

  /** Such as {@code 1024x1024 scaled to 2048x2048}; empty before it is written. */
  @Override
  public String note() {
    return note;
  }

  @Override
  public boolean mayDiffer() {
    return picture.mayDiffer();
  }

  @Override
  public void discard() {
    picture.discard();
  }

  /** It may have come damaged, so it is brought anew a few times where that can help. */
  private IOException damaged() {
    String detail = "the engine's picture cannot be decoded";
    return picture.mayDiffer() && failures.incrementAndGet() < MOST_FAILURES
        ? new IOException(detail)
        : new BrokenPicture(Refusal.BAD_RESULT, detail);
  }

  private boolean fits(ImageHeader header) {
    return header.displayWidth() == wanted.width() && header.displayHeight() == wanted.height();
  }

  private void resample(ImageHeader header, OutputStream out) throws IOException {
    String made = header.displayWidth() + "x" + header.displayHeight();
    if (header.pixels() > MOST_PIXELS) {
      throw new BrokenPicture(Refusal.BAD_RESULT, "the engine's picture has " + made);
    }
    try {
      decoder.encodeExactly(copy, header, wanted.width(), wanted.height(), out);
    } catch (DecodeTooLongException e) {
      // the machine's doing as well as the picture's, and it may be paid: worth another try
      throw new IOException("the engine's picture took too long to decode", e);
    } catch (MalformedPictureException e) {
      throw damaged();
    }
    note = made + " scaled to " + wanted.wire();
  }
}
