package darkroom.engine.builtin.paint;

import darkroom.engine.builtin.colour.Tone;

/**
 * Light that fades out around a point.
 *
 * @param radius where nothing is left of it, in pixels
 * @param strength 0 to 1, at the centre
 */
public record Glow(double x, double y, double radius, Tone tone, double strength) implements Layer {

  @Override
  public void paint(Band band) {
    Rect box =
        band.clip()
            .meet(
                new Rect(
                    (int) (x - radius),
                    (int) (y - radius),
                    (int) (x + radius) + 1,
                    (int) (y + radius) + 1));
    float scale = (float) (1 / (radius * radius));
    for (int row = box.top(); row < box.bottom(); row++) {
      int pixel = band.index(box.left(), row) - box.left();
      float down = (float) ((row - y) * (row - y)) * scale;
      for (int column = box.left(); column < box.right(); column++) {
        float dx = (float) (column - x);
        float left = 1 - down - dx * dx * scale;
        if (left > 0) {
          float light = (float) strength * left * left * left;
          band.screen(
              pixel + column, light * tone.red(), light * tone.green(), light * tone.blue());
        }
      }
    }
  }
}
