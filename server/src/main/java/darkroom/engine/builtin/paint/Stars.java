package darkroom.engine.builtin.paint;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.colour.Tone;

/**
 * Stars thinly strewn over an area: one cell of a fine net in nine holds one, most of them faint.
 *
 * @param unit length the stars' sizes are measured in, in pixels
 */
public record Stars(Rect area, double unit, long seed, Tone tone, double strength)
    implements Layer {

  @Override
  public void paint(Band band) {
    Rect box = band.clip().meet(area);
    if (box.isEmpty()) {
      return;
    }
    double cell = Math.max(3, unit / 44);
    int firstRow = (int) Math.floor((box.top() - area.top()) / cell) - 1;
    int lastRow = (int) Math.floor((box.bottom() - area.top()) / cell) + 1;
    int columns = (int) Math.ceil(area.width() / cell);
    for (int row = firstRow; row <= lastRow; row++) {
      for (int column = 0; column < columns; column++) {
        long hash =
            Chance.scramble(seed + row * 0x9E3779B97F4A7C15L + column * 0xC2B2AE3D27D4EB4FL);
        if ((hash & 7) < 3) {
          star(band, cell, row, column, hash >>> 3);
        }
      }
    }
  }

  private void star(Band band, double cell, int row, int column, long hash) {
    double x = area.left() + (column + (hash & 1023) / 1024.0) * cell;
    double y = area.top() + (row + (hash >>> 10 & 1023) / 1024.0) * cell;
    double size = (hash >>> 20 & 1023) / 1024.0;
    double magnitude = size * size * size * size;
    double radius = Math.max(0.55, unit * (0.0007 + 0.0019 * magnitude));
    double light = strength * (0.22 + 0.78 * magnitude);
    new Glow(x, y, radius * 2.4, tone, light).paint(band.within(area));
    if (magnitude > 0.8) {
      new Glow(x, y, radius * 9, tone, light * 0.22).paint(band.within(area));
    }
  }
}
