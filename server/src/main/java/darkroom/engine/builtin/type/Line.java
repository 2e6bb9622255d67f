package darkroom.engine.builtin.type;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Characters set side by side, kerned. Lengths are in ems.
 *
 * @param width from the first origin to the last advance
 */
public record Line(List<Placed> glyphs, double width) {

  /** A glyph and where its origin is. */
  record Placed(Faces.Glyph glyph, double x) {}

  /**
   * Sets what the faces can show; a character that none has is left out.
   *
   * @param tracking extra space after every character
   */
  public static Line of(String text, Faces faces, double tracking) {
    List<Placed> glyphs = new ArrayList<>();
    double x = 0;
    Faces.Glyph before = null;
    for (int codePoint : text.codePoints().toArray()) {
      Optional<Faces.Glyph> found = faces.glyph(codePoint);
      if (found.isPresent()) {
        Faces.Glyph glyph = found.get();
        if (before != null && before.face() == glyph.face()) {
          x += glyph.face().kern(before.id(), glyph.id());
        }
        glyphs.add(new Placed(glyph, x));
        x += glyph.face().advance(glyph.id()) + tracking;
        before = glyph;
      }
    }
    return new Line(List.copyOf(glyphs), Math.max(0, x - tracking));
  }

  /** The outlines with the line's start on the baseline at a point of the canvas. */
  public Path2D at(double x, double baseline, double size) {
    Path2D path = new Path2D.Double();
    for (Placed placed : glyphs) {
      AffineTransform place =
          new AffineTransform(size, 0, 0, size, x + placed.x() * size, baseline);
      path.append(placed.glyph().face().outline(placed.glyph().id()).getPathIterator(place), false);
    }
    return path;
  }
}
