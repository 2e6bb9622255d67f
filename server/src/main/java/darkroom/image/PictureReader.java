package darkroom.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/**
 * A judged file's pixels as ImageIO's readers see them, in sRGB. Believes no reader more than the
 * file. Stateless.
 */
final class PictureReader {
  private PictureReader() {}

  /**
   * @throws DecodeTooLongException when it was broken off
   * @throws IOException of any kind, and any runtime exception, when the file is damaged
   */
  static BufferedImage read(Path file, ImageHeader header, int gap, Duration longest)
      throws IOException {
    if (header.kind() == ImageKind.JPEG) {
      JpegScans.check(file, header.pixels());
    }
    ImageReader reader = ImageReaders.of(header.kind());
    var time = new DecodeTime(longest);
    try (var input = new PictureInput(file, time)) {
      reader.setInput(input, true, true);
      reader.addIIOReadProgressListener(time);
      BufferedImage picture =
          header.kind() == ImageKind.GIF
              ? gif(reader, GifFrame.first(file), header, gap)
              : whole(reader, file, header, gap);
      time.checkWhole();
      return picture;
    } catch (IOException e) {
      throw time.because(e);
    } catch (RuntimeException e) {
      throw time.because(e);
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage whole(ImageReader reader, Path file, ImageHeader header, int gap)
      throws IOException {
    expect(reader, header.width(), header.height());
    BufferedImage bare = pixels(reader, gap);
    BufferedImage raw =
        header.kind() == ImageKind.PNG
            ? PngProfile.of(file).map(profile -> profile.on(bare)).orElse(bare)
            : bare;
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
