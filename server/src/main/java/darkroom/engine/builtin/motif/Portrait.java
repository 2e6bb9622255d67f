package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.colour.Tone;
import darkroom.engine.builtin.paint.Backdrop;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Outline;
import darkroom.engine.builtin.paint.Rect;
import darkroom.engine.builtin.paint.Wash;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** A head and shoulders cut from coloured paper, the face half in shade, a disc behind. */
public record Portrait() implements Motif {

  @Override
  public List<Layer> draw(Plate plate) {
    Chance chance = plate.chance().fork("portrait");
    Palette palette = plate.palette();
    Rect area = plate.area();
    List<Layer> layers = new ArrayList<>();
    Tone wall = plate.night() ? palette.dark() : palette.soft();
    layers.add(Backdrop.falling(area, Ramp.of(wall.mix(palette.light(), 0.25), wall)));
    int people = (int) Math.max(1, Math.round(plate.breadth() / 1.7));
    for (int i = 0; i < people; i++) {
      sitter(plate, chance.fork("sitter " + i), plate.x((i + 0.5) / people), layers);
    }
    return layers;
  }

  private static void sitter(Plate plate, Chance chance, double x, List<Layer> layers) {
    Palette palette = plate.palette();
    double size = plate.unit() * 0.98;
    double bottom = plate.area().bottom();
    double faceY = bottom - size * 0.53;
    layers.add(
        Wash.flat(
            Forms.disc(x + size * chance.between(-0.14, 0.14), faceY - size * 0.06, size * 0.36),
            palette.accent(),
            1));
    boolean flip = chance.odds(0.5);
    AffineTransform place = new AffineTransform(flip ? -size : size, 0, 0, size, x, bottom);
    double hairLength = chance.between(-0.5, -0.16);
    Tone hair = palette.deep();
    Tone skin = palette.light().mix(palette.soft(), 0.3);
    Tone shade = palette.mid();
    Tone cloth = palette.dark();
    layers.add(Wash.flat(new Outline(backHair(hairLength), place), hair, 1));
    layers.add(Wash.flat(new Outline(neck(), place), shade.mix(skin, 0.25), 1));
    layers.add(Wash.flat(new Outline(shoulders(), place), cloth, 1));
    layers.add(Wash.flat(new Outline(collar(), place), palette.accent().mix(cloth, 0.15), 1));
    layers.add(Wash.flat(new Outline(face(), place), skin, 1));
    layers.add(Wash.flat(new Outline(halfFace(), place), shade, 0.85));
    layers.add(
        Wash.flat(new Outline(lips(), place), palette.dark().mix(palette.mid(), 0.35), 0.95));
    layers.add(Wash.flat(new Outline(lids(), place), hair, 1));
    layers.add(Wash.flat(new Outline(fringe(chance), place), hair, 1));
  }

  // Drawn in units of the figure's height: x from its middle, y up from the lower edge (negative).

  private static Path2D face() {
    Path2D path = new Path2D.Double();
    path.moveTo(0, -0.73);
    path.curveTo(0.12, -0.73, 0.155, -0.64, 0.15, -0.55);
    path.curveTo(0.145, -0.46, 0.08, -0.375, 0, -0.375);
    path.curveTo(-0.08, -0.375, -0.145, -0.46, -0.15, -0.55);
    path.curveTo(-0.155, -0.64, -0.12, -0.73, 0, -0.73);
    path.closePath();
    return path;
  }

  /** The shaded half, its border following brow, nose and lips in profile. */
  private static Path2D halfFace() {
    Path2D path = new Path2D.Double();
    path.moveTo(0, -0.73);
    path.curveTo(0.12, -0.73, 0.155, -0.64, 0.15, -0.55);
    path.curveTo(0.145, -0.46, 0.08, -0.375, 0, -0.375);
    path.curveTo(-0.012, -0.4, -0.016, -0.408, 0, -0.425);
    path.curveTo(-0.02, -0.438, -0.02, -0.445, -0.004, -0.452);
    path.curveTo(-0.022, -0.462, -0.018, -0.475, -0.002, -0.484);
    path.curveTo(-0.05, -0.488, -0.05, -0.5, -0.03, -0.52);
    path.curveTo(-0.01, -0.56, 0.012, -0.6, 0.004, -0.63);
    path.curveTo(-0.012, -0.67, -0.01, -0.7, 0, -0.73);
    path.closePath();
    return path;
  }

  private static Path2D neck() {
    return Forms.polygon(-0.068, -0.46, 0.068, -0.46, 0.08, -0.2, -0.08, -0.2);
  }

  private static Path2D shoulders() {
    Path2D path = new Path2D.Double();
    path.moveTo(-0.46, 0.02);
    path.curveTo(-0.45, -0.17, -0.3, -0.22, -0.085, -0.275);
    path.curveTo(-0.05, -0.2, 0.05, -0.2, 0.085, -0.275);
    path.curveTo(0.3, -0.22, 0.45, -0.17, 0.46, 0.02);
    path.closePath();
    return path;
  }

  private static Path2D collar() {
    Path2D path = new Path2D.Double();
    path.moveTo(-0.085, -0.275);
    path.curveTo(-0.05, -0.2, 0.05, -0.2, 0.085, -0.275);
    path.lineTo(0.125, -0.265);
    path.curveTo(0.07, -0.15, -0.07, -0.15, -0.125, -0.265);
    path.closePath();
    return path;
  }

  private static Path2D lips() {
    return Forms.petal(-0.045, -0.452, 0, 0.09, 0.03, 0.5);
  }

  private static Path2D lids() {
    Path2D path = new Path2D.Double();
    for (int side = -1; side <= 1; side += 2) {
      double x = side * 0.07;
      path.moveTo(x - 0.036, -0.572);
      path.curveTo(x - 0.015, -0.552, x + 0.015, -0.552, x + 0.036, -0.572);
      path.curveTo(x + 0.015, -0.562, x - 0.015, -0.562, x - 0.036, -0.572);
      path.closePath();
      path.append(Forms.petal(x - 0.042, -0.615, -0.12 * side, 0.085, 0.012, 0.5), false);
    }
    return path;
  }

  private static Path2D backHair(double length) {
    Path2D path = new Path2D.Double();
    path.moveTo(0, -0.8);
    path.curveTo(0.17, -0.8, 0.22, -0.68, 0.205, -0.55);
    path.curveTo(0.2, -0.45, 0.24, length - 0.05, 0.19, length);
    path.curveTo(0.08, length + 0.03, -0.08, length + 0.03, -0.19, length);
    path.curveTo(-0.24, length - 0.05, -0.2, -0.45, -0.205, -0.55);
    path.curveTo(-0.22, -0.68, -0.17, -0.8, 0, -0.8);
    path.closePath();
    return path;
  }

  private static Path2D fringe(Chance chance) {
    double part = chance.between(-0.06, 0.04);
    Path2D path = new Path2D.Double();
    path.moveTo(part, -0.735);
    path.curveTo(part + 0.06, -0.68, 0.12, -0.66, 0.158, -0.53);
    path.curveTo(0.2, -0.62, 0.18, -0.8, 0, -0.8);
    path.curveTo(-0.18, -0.8, -0.2, -0.62, -0.158, -0.53);
    path.curveTo(-0.15, -0.62, part - 0.06, -0.68, part, -0.735);
    path.closePath();
    return path;
  }
}
