package darkroom.fake.kit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/**
 * What a reference image is by its bytes, without decoding it.
 *
 * @param kind jpeg, png, gif, bmp, tiff or webp
 */
public record ReferenceHeader(String kind, Pixels size) {
  private static final int WEBP_HEAD = 30;

  /** Empty where it is no picture. */
  public static Optional<ReferenceHeader> of(byte[] bytes) {
    if (isWebp(bytes)) {
      return Optional.of(new ReferenceHeader("webp", webp(bytes)));
    }
    try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      var readers = ImageIO.getImageReaders(in);
      return readers.hasNext() ? Optional.of(read(readers.next(), in)) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ReferenceHeader read(ImageReader reader, Object in) throws IOException {
    try {
      reader.setInput(in);
      String format = reader.getFormatName().toLowerCase(Locale.ROOT);
      return new ReferenceHeader(
          format.equals("tif") ? "tiff" : format,
          new Pixels(reader.getWidth(0), reader.getHeight(0)));
    } finally {
      reader.dispose();
    }
  }

  private static boolean isWebp(byte[] bytes) {
    return bytes.length >= WEBP_HEAD
        && ascii(bytes, 0).equals("RIFF")
        && ascii(bytes, 8).equals("WEBP");
  }

  /** RFC 9649: the three kinds of a first chunk keep the size in three ways. */
  private static Pixels webp(byte[] bytes) {
    var data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return switch (ascii(bytes, 12)) {
      case "VP8X" ->
          new Pixels((data.getInt(24) & 0xffffff) + 1, (data.getInt(26) >>> 8 & 0xffffff) + 1);
      case "VP8L" ->
          new Pixels((data.getInt(21) & 0x3fff) + 1, (data.getInt(21) >>> 14 & 0x3fff) + 1);
      default -> new Pixels(data.getShort(26) & 0x3fff, data.getShort(28) & 0x3fff);
    };
  }

  private static String ascii(byte[] bytes, int at) {
    return new String(bytes, at, 4, StandardCharsets.US_ASCII);
  }
}
