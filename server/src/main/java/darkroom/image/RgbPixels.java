package darkroom.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;

/** Turns whatever a reader gives into plain sRGB, alpha composited on white. Stateless. */
final class RgbPixels {
  private static final int WHITE = 0xff;

  private RgbPixels() {}

  /** A canvas of white with the picture at this place; parts outside are cut off. */
  static BufferedImage on(BufferedImage source, int left, int top, int width, int height) {
    ColorModel model = source.getColorModel();
    var canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = canvas.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      graphics.drawImage(srgb(source, model), left, top, null);
    } finally {
      graphics.dispose();
    }
    return canvas;
  }

  @SuppressWarnings("ReferenceEquality") // the JDK's own grey, which no profile has named
  private static BufferedImage srgb(BufferedImage source, ColorModel model) {
    ColorSpace space = model.getColorSpace();
    if (space == ColorSpace.getInstance(ColorSpace.CS_GRAY)
        && model instanceof ComponentColorModel) {
      return gray(source);
    }
    if (space.isCS_sRGB()) {
      return source;
    }
    // drawing would convert each pixel on its own, minutes for a large picture with a profile
    var converted =
        new BufferedImage(
            source.getWidth(),
            source.getHeight(),
            model.hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    return new ColorConvertOp(null).filter(source, converted);
  }

  /**
   * Java takes grey without a profile for linear light and would brighten it; files mean sRGB's
   * curve. So the samples are copied, row by row.
   */
  private static BufferedImage gray(BufferedImage source) {
    Raster raster = source.getRaster();
    int width = source.getWidth();
    int bands = raster.getNumBands();
    int shift = Math.max(0, source.getColorModel().getComponentSize(0) - 8);
    int scale =
        255 / Math.max(1, (1 << Math.min(8, source.getColorModel().getComponentSize(0))) - 1);
    var result = new BufferedImage(width, source.getHeight(), BufferedImage.TYPE_INT_RGB);
    int[] samples = new int[width * bands];
    int[] row = new int[width];
    for (int y = 0; y < source.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
      for (int x = 0; x < width; x++) {
        int value = (samples[x * bands] >> shift) * scale;
        if (bands == 2) {
          int alpha = (samples[x * bands + 1] >> shift) * scale;
          value = (value * alpha + WHITE * (255 - alpha)) / 255;
        }
        row[x] = value << 16 | value << 8 | value;
      }
      result.setRGB(0, y, width, 1, row, 0, width);
    }
    return result;
  }
}
