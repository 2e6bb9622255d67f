package darkroom.image;

import java.awt.image.BufferedImage;

/** Turns and mirrors pixels as EXIF orientation asks (tag 0x112). Stateless. */
final class Upright {

  private Upright() {}

  /**
   * The picture as a viewer shows it.
   *
   * @param stored of TYPE_INT_RGB
   * @param orientation 1 to 8
   */
  static BufferedImage of(BufferedImage stored, int orientation) {
    if (orientation == 1) {
      return stored;
    }
    int width = stored.getWidth();
    int height = stored.getHeight();
    boolean turned = orientation >= 5;
    var upright =
        new BufferedImage(
            turned ? height : width, turned ? width : height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      stored.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int right = width - 1 - x;
        int below = height - 1 - y;
        switch (orientation) {
          case 2 -> upright.setRGB(right, y, row[x]);
          case 3 -> upright.setRGB(right, below, row[x]);
          case 4 -> upright.setRGB(x, below, row[x]);
          case 5 -> upright.setRGB(y, x, row[x]);
          case 6 -> upright.setRGB(below, x, row[x]);
          case 7 -> upright.setRGB(below, right, row[x]);
          case 8 -> upright.setRGB(y, right, row[x]);
          default -> throw new IllegalArgumentException("orientation: " + orientation);
        }
      }
    }
    return upright;
  }
}
