package darkroom.image;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Makes pictures smaller, never larger. Stateless. */
final class Shrink {

  private Shrink() {}

  /**
   * The picture with its longer side at most {@code maxSide}, or itself. Halves first: one bilinear
   * step over more than that would skip pixels.
   */
  static BufferedImage toSide(BufferedImage picture, int maxSide) {
    int side = Math.max(picture.getWidth(), picture.getHeight());
    if (side <= maxSide) {
      return picture;
    }
    int width = scaled(picture.getWidth(), maxSide, side);
    int height = scaled(picture.getHeight(), maxSide, side);
    BufferedImage current = picture;
    while (current.getWidth() >= 2 * width && current.getHeight() >= 2 * height) {
      current = draw(current, (current.getWidth() + 1) / 2, (current.getHeight() + 1) / 2);
    }
    return current.getWidth() == width && current.getHeight() == height
        ? current
        : draw(current, width, height);
  }

  private static int scaled(int length, int maxSide, int side) {
    return (int) Math.max(1, Math.round((double) length * maxSide / side));
  }

  private static BufferedImage draw(BufferedImage picture, int width, int height) {
    var smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = smaller.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(picture, 0, 0, width, height, null);
    } finally {
      graphics.dispose();
    }
    return smaller;
  }
}
