package darkroom.engine.ark;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;

/** Real JPEGs of the asked pixels, in a flat colour, kept by size. Thread-safe. */
final class FakeArkPictures {
  private final Map<String, byte[]> bySize = new ConcurrentHashMap<>();

  /** The pixels Ark would choose: for a tier a row that is no square, as it does. */
  static String pixels(String size) {
    return switch (size) {
      case "2K" -> "2496x1664";
      case "4K" -> "4992x3328";
      default -> size;
    };
  }

  /**
   * @param size such as {@code 2048x2048}
   */
  byte[] jpeg(String size) {
    return bySize.computeIfAbsent(size, FakeArkPictures::drawn);
  }

  private static byte[] drawn(String size) {
    String[] sides = size.split("x", 2);
    var picture =
        new BufferedImage(
            Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D canvas = picture.createGraphics();
    canvas.setColor(new Color(size.hashCode()));
    canvas.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    canvas.dispose();
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "jpeg", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
