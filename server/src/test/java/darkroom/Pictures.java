package darkroom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** Looks at pictures as a client would. */
final class Pictures {

  private Pictures() {}

  /** Width and height of the picture at this address, such as {@code 2048x2048}. */
  static String size(String url) {
    try (var in = URI.create(url).toURL().openStream();
        var image = ImageIO.createImageInputStream(in)) {
      ImageReader reader = ImageIO.getImageReaders(image).next();
      try {
        reader.setInput(image);
        return reader.getWidth(0) + "x" + reader.getHeight(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
