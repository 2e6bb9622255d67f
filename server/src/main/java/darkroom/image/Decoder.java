package darkroom.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/**
 * Turns a judged file into upright sRGB pixels. All decoding of the process goes through one of
 * these and its pool of pixels. Thread-safe.
 */
public final class Decoder {
  private final PixelPermits permits;

  public Decoder(DecoderConfig config) {
    this.permits = new PixelPermits(config.permitPixels(), config.longestWait());
  }

  /**
   * Decodes the picture, of a GIF or an animation the first frame: TYPE_INT_RGB, alpha on white,
   * EXIF orientation applied, scaled down where needed. Large pictures are read with gaps, so that
   * what stands in memory is near the wanted size (WebP apart, whose reader cannot).
   *
   * @param header what {@link ImageGate} found; a file that says otherwise by now is refused
   * @param maxSide longest side of the result in pixels, at least 1
   * @throws IOException when the file is malformed, cut short or unreadable, or when no pixels were
   *     free in time
   */
  public BufferedImage decode(Path file, ImageHeader header, int maxSide) throws IOException {
    if (maxSide < 1) {
      throw new IllegalArgumentException("maxSide: " + maxSide + " (expected: at least 1)");
    }
    int gap = gap(header, maxSide);
    try (var _ = permits.acquire(cost(header, gap))) {
      BufferedImage raw = read(file, header, gap);
      return Upright.of(Shrink.toSide(raw, maxSide), header.orientation());
    } catch (RuntimeException | StackOverflowError e) {
      // readers meet hostile bytes with index, cast and colour errors of all kinds (threat T15)
      throw new MalformedPictureException("reader failed: " + e.getClass().getSimpleName(), e);
    }
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

  private static BufferedImage read(Path file, ImageHeader header, int gap) throws IOException {
    if (header.kind() == ImageKind.JPEG) {
      JpegScans.check(file);
    }
    ImageReader reader = ImageReaders.of(header.kind());
    try (var input = new PictureInput(file)) {
      reader.setInput(input, true, true);
      return header.kind() == ImageKind.GIF
          ? gif(reader, GifFrame.first(file), header, gap)
          : whole(reader, header, gap);
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage whole(ImageReader reader, ImageHeader header, int gap)
      throws IOException {
    expect(reader, header.width(), header.height());
    BufferedImage raw = pixels(reader, gap);
    return RgbPixels.on(raw, 0, 0, raw.getWidth(), raw.getHeight());
  }

  private static BufferedImage gif(ImageReader reader, GifFrame frame, ImageHeader header, int gap)
      throws IOException {
    if (frame.canvasWidth() != header.width() || frame.canvasHeight() != header.height()) {
      throw new MalformedPictureException("the file has changed since it was judged");
    }
    expect(reader, frame.width(), frame.height());
    return RgbPixels.on(
        pixels(reader, gap),
        frame.left() / gap,
        frame.top() / gap,
        Math.ceilDiv(header.width(), gap),
        Math.ceilDiv(header.height(), gap));
  }

  /**
   * The limits were checked by our parser's size; a reader that sees another would go around them.
   */
  private static void expect(ImageReader reader, int width, int height) throws IOException {
    if (reader.getWidth(0) != width || reader.getHeight(0) != height) {
      throw new MalformedPictureException(
          "two sizes: "
              + width
              + "x"
              + height
              + ", "
              + reader.getWidth(0)
              + "x"
              + reader.getHeight(0));
    }
  }

  private static BufferedImage pixels(ImageReader reader, int gap) throws IOException {
    var cut = new AtomicReference<@Nullable String>();
    reader.addIIOReadWarningListener((source, warning) -> {
      // the JPEG reader paints the missing part grey and only warns
      String text = warning.toLowerCase(Locale.ROOT);
      if (text.contains("premature end") || text.contains("truncated")) {
        cut.set(warning);
      }
    });
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(gap, gap, 0, 0);
    BufferedImage raw = reader.read(0, param);
    String warning = cut.get();
    if (warning != null) {
      throw new MalformedPictureException(warning);
    }
    return raw;
  }
}
