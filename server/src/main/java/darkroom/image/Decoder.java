package darkroom.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Turns a judged file into upright sRGB pixels. All decoding of the process goes through one of
 * these and its pool of pixels. Who calls on a virtual thread waits while a platform thread
 * computes, one for each core: readers never let go of a carrier, and a few of them would stop all
 * else in the process. Thread-safe.
 */
public final class Decoder {
  /** Source, sRGB copy and a turned one, see {@link DecoderConfig}. */
  private static final int BYTES_PER_PIXEL = 12;

  private static final int PROOF_SIDE = 64;

  private final Easels easels = new Easels(Runtime.getRuntime().availableProcessors());
  private final PixelPermits permits;
  private final Duration longestWait;
  private final Duration longestDecode;
  private final long heapPixels;

  public Decoder(DecoderConfig config) {
    this(config, Runtime.getRuntime().maxMemory());
  }

  Decoder(DecoderConfig config, long heapBytes) {
    this.heapPixels = heapBytes / 2 / BYTES_PER_PIXEL;
    this.permits = new PixelPermits(Math.min(config.permitPixels(), heapPixels));
    this.longestWait = config.longestWait();
    this.longestDecode = config.longestDecode();
  }

  /** Whether all pixels of such a picture fit the memory of this process. */
  boolean canHold(ImageHeader header) {
    return header.pixels() <= heapPixels;
  }

  /**
   * Decodes the picture, of a GIF or an animation the first frame: TYPE_INT_RGB, alpha on white,
   * EXIF orientation applied, scaled down where needed. Large pictures are read with gaps, so that
   * what stands in memory is near the wanted size (WebP apart, whose reader cannot).
   *
   * @param header what {@link ImageGate} found; a file that says otherwise by now is refused
   * @param maxSide longest side of the result in pixels, at least 1
   * @throws IOException when the file is malformed, cut short or unreadable, when decoding took too
   *     long, or when no pixels were free in time
   */
  public BufferedImage decode(Path file, ImageHeader header, int maxSide) throws IOException {
    if (maxSide < 1) {
      throw new IllegalArgumentException("maxSide: " + maxSide + " (expected: at least 1)");
    }
    int gap = gap(header, maxSide);
    return decoded(
        file, header, gap, raw -> Upright.of(Shrink.toSide(raw, maxSide), header.orientation()));
  }

  /**
   * Whether the picture can be decoded from its first byte to its last. One beyond the memory of
   * this process, or whose time is over before, gets the benefit of the doubt: a machine that stood
   * still must not cost a paid picture.
   *
   * @throws DecodeBusyException when there was no room to find out just now
   */
  public boolean canShow(Path file, ImageHeader header) throws IOException {
    try {
      if (cost(header, gap(header, PROOF_SIDE)) <= heapPixels) {
        decode(file, header, PROOF_SIDE);
      }
      return true;
    } catch (DecodeTooLongException e) {
      return true;
    } catch (MalformedPictureException e) {
      return false;
    }
  }

  /**
   * Writes the picture as a JPEG that stands upright by itself, in sRGB and without metadata.
   *
   * @throws DecodeTooLongException when its time was over; nothing is written then
   * @throws MalformedPictureException when it cannot be decoded
   */
  void encodeUpright(Path file, ImageHeader header, OutputStream to) throws IOException {
    encodeSmaller(file, header, Math.max(header.width(), header.height()), to);
  }

  /**
   * The same, with the longer side at most {@code maxSide} pixels.
   *
   * @throws DecodeBusyException when there was no room to decode it just now
   * @throws IOException when it cannot be decoded, or {@code to} fails
   */
  public void encodeSmaller(Path file, ImageHeader header, int maxSide, OutputStream to)
      throws IOException {
    decoded(
        file,
        header,
        gap(header, maxSide),
        raw -> {
          JpegEncoder.write(Upright.of(Shrink.toSide(raw, maxSide), header.orientation()), to);
          return raw;
        });
  }

  /**
   * Writes the picture as a JPEG of exactly these pixels, upright, in sRGB and without metadata:
   * scaled until it covers them, by Lanczos' filter, and cut off evenly where it stands over.
   *
   * @throws DecodeTooLongException when its time was over; nothing is written then
   * @throws MalformedPictureException when it cannot be decoded
   * @throws DecodeBusyException when there was no room to decode it just now
   * @throws IOException when {@code to} fails, or the thread was interrupted
   */
  public void encodeExactly(Path file, ImageHeader header, int width, int height, OutputStream to)
      throws IOException {
    int gap =
        Math.max(
            1,
            Math.min(header.displayWidth() / (2 * width), header.displayHeight() / (2 * height)));
    decoded(
        file,
        header,
        gap,
        // the result stands in memory as well, in 4 of the bytes that a source's pixel takes
        (long) width * height * 4 / BYTES_PER_PIXEL,
        raw -> {
          BufferedImage upright = Upright.of(raw, header.orientation());
          JpegEncoder.write(Lanczos.cover(upright, width, height), to);
          return raw;
        });
  }

  /** What is done with the pixels while they still count as taken. */
  private interface Step {
    BufferedImage apply(BufferedImage raw) throws IOException;
  }

  private BufferedImage decoded(Path file, ImageHeader header, int gap, Step step)
      throws IOException {
    return decoded(file, header, gap, 0, step);
  }

  /**
   * @param more pixels that the step takes beside those of the picture
   */
  private BufferedImage decoded(Path file, ImageHeader header, int gap, long more, Step step)
      throws IOException {
    long cost = cost(header, gap) + more;
    if (cost > heapPixels) {
      throw new MalformedPictureException("more pixels than the memory of this process holds");
    }
    if (!Thread.currentThread().isVirtual()) {
      return counted(file, header, gap, cost, longestWait, step);
    }
    long begun = System.nanoTime();
    var result = new AtomicReference<@Nullable BufferedImage>();
    boolean free =
        easels.paint(
            () -> {
              Duration left = longestWait.minusNanos(System.nanoTime() - begun);
              result.set(counted(file, header, gap, cost, left, step));
            },
            longestWait);
    if (!free) {
      throw new DecodeBusyException("no core was free to decode within " + longestWait);
    }
    return Objects.requireNonNull(result.get());
  }

  private BufferedImage counted(
      Path file, ImageHeader header, int gap, long cost, Duration wait, Step step)
      throws IOException {
    try (var _ = permits.acquire(Math.max(cost, coefficients(file, header)), wait)) {
      return step.apply(pixels(file, header, gap));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // readers meet hostile bytes with index, cast and colour errors of all kinds, and allocate by
      // what a file declares (threat T15)
      throw new MalformedPictureException("reader failed: " + e.getClass().getSimpleName(), e);
    }
  }

  /** Pixels that no picture holds just now. */
  long available() {
    return permits.available();
  }

  /**
   * Every how many-th row and column to read: at least twice the wanted size stays for smoothing.
   */
  private static int gap(ImageHeader header, int maxSide) {
    long wanted = 2L * maxSide;
    return (int) Math.max(1, Math.max(header.width(), header.height()) / wanted);
  }

  private static long cost(ImageHeader header, int gap) {
    return header.kind() == ImageKind.WEBP ? header.pixels() : header.pixels() / gap / gap;
  }

  /**
   * What the native JPEG reader keeps outside of the heap, whatever the gap, until its last scan: 2
   * bytes a sample. Four samples a pixel and the rows beside them are 9 of the bytes that a pixel
   * counts for; the copies come after they are gone. Counts for the pool, not for the heap.
   */
  private static long coefficients(Path file, ImageHeader header) throws IOException {
    return header.kind() != ImageKind.JPEG || JpegHeader.isOnePass(file)
        ? 0
        : header.pixels() * 9 / BYTES_PER_PIXEL;
  }

  /** Readers have no exception of their own for damage; the file itself is ours and readable. */
  private BufferedImage pixels(Path file, ImageHeader header, int gap) throws IOException {
    try {
      return PictureReader.read(file, header, gap, longestDecode);
    } catch (MalformedPictureException | NoSuchFileException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw new MalformedPictureException("reader failed: " + e.getMessage(), e);
    }
  }
}
