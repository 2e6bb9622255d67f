package darkroom.engine.builtin.layout;

import darkroom.engine.builtin.paint.Band;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Rect;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * A picture scaled into an area, its edges cropped where the shapes differ. Shrinking averages, so
 * that fine patterns do not flicker; enlarging is smooth.
 */
record Print(BufferedImage picture, Rect area) implements Layer {

  @Override
  public void paint(Band band) {
    Rect box = band.clip().meet(area);
    if (box.isEmpty()) {
      return;
    }
    double scale =
        Math.min(
            (double) picture.getWidth() / area.width(),
            (double) picture.getHeight() / area.height());
    double left = (picture.getWidth() - scale * area.width()) / 2;
    double top = (picture.getHeight() - scale * area.height()) / 2;
    float[] line = new float[picture.getWidth() * 3];
    int[] packed = new int[picture.getWidth()];
    for (int y = box.top(); y < box.bottom(); y++) {
      double middle = top + (y - area.top() + 0.5) * scale;
      rows(middle, Math.max(1, scale), packed, line);
      int pixel = band.index(box.left(), y);
      for (int x = box.left(); x < box.right(); x++) {
        across(left + (x - area.left() + 0.5) * scale, Math.max(1, scale), line, band, pixel++);
      }
    }
  }

  /** The weighted mean of the picture's rows around {@code middle}, {@code span} rows wide. */
  private void rows(double middle, double span, int[] packed, float[] line) {
    Arrays.fill(line, 0);
    double from = middle - span / 2;
    double to = middle + span / 2;
    for (int row = (int) Math.floor(from); row < to; row++) {
      float weight = (float) ((Math.min(to, row + 1.0) - Math.max(from, row)) / span / 255);
      int source = Math.clamp(row, 0, picture.getHeight() - 1);
      picture.getRGB(0, source, packed.length, 1, packed, 0, packed.length);
      for (int i = 0; i < packed.length; i++) {
        line[3 * i] += weight * (packed[i] >> 16 & 255);
        line[3 * i + 1] += weight * (packed[i] >> 8 & 255);
        line[3 * i + 2] += weight * (packed[i] & 255);
      }
    }
  }

  private static void across(double middle, double span, float[] line, Band band, int pixel) {
    double from = middle - span / 2;
    double to = middle + span / 2;
    float r = 0;
    float g = 0;
    float b = 0;
    for (int column = (int) Math.floor(from); column < to; column++) {
      float weight = (float) ((Math.min(to, column + 1.0) - Math.max(from, column)) / span);
      int at = 3 * Math.clamp(column, 0, line.length / 3 - 1);
      r += weight * line[at];
      g += weight * line[at + 1];
      b += weight * line[at + 2];
    }
    band.blend(pixel, r, g, b, 1);
  }
}
