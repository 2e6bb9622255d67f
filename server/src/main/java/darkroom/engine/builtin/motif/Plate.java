package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.paint.Rect;

/**
 * The area a motif draws on, with its colours and its chance.
 *
 * @param night whether the prompt asks for darkness
 */
public record Plate(Rect area, Palette palette, Chance chance, boolean night) {

  /**
   * Length of the shorter side in pixels; motifs measure everything in it, so nothing is distorted.
   */
  public double unit() {
    return area.shorter();
  }

  /** Canvas column at a share of the width. */
  double x(double share) {
    return area.left() + share * area.width();
  }

  /** Canvas row at a share of the height. */
  double y(double share) {
    return area.top() + share * area.height();
  }

  /** Width in units: 1 for a square or tall plate, more for a wide one. */
  double breadth() {
    return area.width() / unit();
  }
}
