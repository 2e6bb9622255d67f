package darkroom.engine.builtin.paint;

import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.colour.Tone;

/**
 * An area filled with a ramp from one point to another.
 *
 * @param alphaFrom density at the start of the run, 0 to 1
 * @param alphaTo density at its end
 */
public record Backdrop(
    Rect area,
    Ramp ramp,
    double fromX,
    double fromY,
    double toX,
    double toY,
    float alphaFrom,
    float alphaTo)
    implements Layer {

  /** One tone all over. */
  public static Backdrop flat(Rect area, Tone tone) {
    return new Backdrop(area, Ramp.of(tone), 0, 0, 0, 1, 1, 1);
  }

  /** Runs from the area's top to its bottom. */
  public static Backdrop falling(Rect area, Ramp ramp) {
    return falling(area, ramp, area.top(), area.bottom());
  }

  /** Runs down the canvas from row {@code top} to row {@code bottom}. */
  public static Backdrop falling(Rect area, Ramp ramp, double top, double bottom) {
    return new Backdrop(area, ramp, 0, top, 0, bottom, 1, 1);
  }

  /**
   * A veil of one tone that is clear at {@code clear} and as dense as {@code alpha} at {@code
   * dense}.
   */
  public static Backdrop veil(Rect area, Tone tone, double clear, double dense, double alpha) {
    return new Backdrop(area, Ramp.of(tone), 0, clear, 0, dense, 0, (float) alpha);
  }

  @Override
  public void paint(Band band) {
    Rect box = band.clip().meet(area);
    double dx = toX - fromX;
    double dy = toY - fromY;
    double scale = 1 / Math.max(1e-9, dx * dx + dy * dy);
    for (int y = box.top(); y < box.bottom(); y++) {
      int pixel = band.index(box.left(), y);
      double start = ((box.left() - fromX) * dx + (y - fromY) * dy) * scale;
      double perPixel = dx * scale;
      for (int x = 0; x < box.width(); x++) {
        float share = (float) Math.clamp(start + x * perPixel, 0, 1);
        float eased = share * share * (3 - 2 * share);
        float alpha = alphaFrom + (alphaTo - alphaFrom) * eased;
        if (alpha > 0) {
          band.blend(pixel + x, ramp, (int) (share * (Ramp.STEPS - 1)), alpha);
        }
      }
    }
  }
}
