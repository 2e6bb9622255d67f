package darkroom.engine.builtin.paint;

import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.colour.Tone;
import java.awt.geom.Path2D;

/**
 * A shape filled with a ramp that runs from one point to another.
 *
 * @param alpha 0 to 1
 */
public record Wash(
    Outline outline, Ramp ramp, double fromX, double fromY, double toX, double toY, double alpha)
    implements Layer {

  /** One tone all over. */
  public static Wash flat(Path2D path, Tone tone, double alpha) {
    return flat(new Outline(path), tone, alpha);
  }

  /** One tone all over. */
  public static Wash flat(Outline outline, Tone tone, double alpha) {
    return new Wash(outline, Ramp.of(tone), 0, 0, 0, 1, alpha);
  }

  /** Runs down the canvas from row {@code top} to row {@code bottom}. */
  public static Wash falling(Path2D path, Ramp ramp, double top, double bottom) {
    return new Wash(new Outline(path), ramp, 0, top, 0, bottom, 1);
  }

  @Override
  public void paint(Band band) {
    Rect box = band.clip().meet(outline.bounds());
    if (box.isEmpty()) {
      return;
    }
    int stride = box.width() + 2;
    float[] area = band.scratch().zeroed(stride * box.height());
    outline.accumulate(box, area);
    double dx = toX - fromX;
    double dy = toY - fromY;
    double scale = (Ramp.STEPS - 1) / Math.max(1e-9, dx * dx + dy * dy);
    for (int y = box.top(); y < box.bottom(); y++) {
      int cell = (y - box.top()) * stride;
      int pixel = band.index(box.left(), y);
      float covered = 0;
      double start = ((box.left() - fromX) * dx + (y - fromY) * dy) * scale;
      double perPixel = dx * scale;
      for (int x = 0; x < box.width(); x++) {
        covered += area[cell + x];
        float share = Math.min(1, Math.abs(covered));
        if (share > 0.002f) {
          int step = (int) Math.clamp(start + x * perPixel, 0, Ramp.STEPS - 1);
          band.blend(pixel + x, ramp, step, (float) alpha * share);
        }
      }
    }
  }
}
