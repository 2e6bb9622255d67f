package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.chance.Noise;
import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.colour.Tone;
import darkroom.engine.builtin.paint.Glow;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Outline;
import darkroom.engine.builtin.paint.Rect;
import darkroom.engine.builtin.paint.Wash;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** A cat, seen from behind, looking at the moon over the hills. */
public record Cat() implements Motif {

  @Override
  public List<Layer> draw(Plate plate) {
    Chance chance = plate.chance().fork("cat");
    Palette palette = plate.palette();
    Rect area = plate.area();
    double unit = plate.unit();
    double size = Math.min(unit * 0.62, area.height() * 0.7);
    double x = plate.x(chance.between(0.4, 0.6));
    double foot = area.bottom() - unit * 0.06;
    Sky sky = new Sky(plate, plate.y(0.8));
    List<Layer> layers = new ArrayList<>(sky.air());
    double disc = size * 0.62;
    Tone lamp = plate.night() ? palette.light() : palette.accent();
    layers.add(new Glow(x, foot - size * 0.62, disc * 2, lamp, 0.4));
    layers.add(
        Wash.falling(
            Forms.disc(x, foot - size * 0.62, disc),
            Ramp.of(lamp, lamp.mix(palette.soft(), 0.4)),
            foot - size * 1.3,
            foot));
    layers.addAll(new Ridges(0.12).land(plate, sky, plate.y(0.62), chance));
    Noise noise = new Noise(chance);
    layers.add(
        Wash.falling(
            Forms.ground(plate, at -> foot - unit * 0.02 * noise.at(at / unit * 1.4, 0.5)),
            Ramp.of(palette.dark(), palette.deep()),
            foot,
            area.bottom()));
    int side = chance.odds(0.5) ? 1 : -1;
    AffineTransform place = new AffineTransform(side * size, 0, 0, size, x, foot + unit * 0.012);
    layers.add(Wash.flat(new Outline(tail(), place), palette.deep(), 1));
    layers.add(Wash.flat(new Outline(body(), place), palette.deep(), 1));
    layers.add(Wash.flat(new Outline(head(), place), palette.deep(), 1));
    return layers;
  }

  // Drawn in units of the cat's height: x from its middle, y up from the ground (negative).

  private static Path2D body() {
    Path2D path = new Path2D.Double();
    path.moveTo(-0.27, 0);
    path.curveTo(-0.34, -0.2, -0.24, -0.36, -0.15, -0.5);
    path.curveTo(-0.12, -0.56, -0.12, -0.62, -0.1, -0.7);
    path.lineTo(0.1, -0.7);
    path.curveTo(0.12, -0.62, 0.12, -0.56, 0.15, -0.5);
    path.curveTo(0.24, -0.36, 0.34, -0.2, 0.27, 0);
    path.closePath();
    return path;
  }

  private static Path2D head() {
    Path2D path = new Path2D.Double();
    path.moveTo(0, -0.62);
    path.curveTo(-0.12, -0.6, -0.185, -0.68, -0.175, -0.77);
    path.curveTo(-0.172, -0.84, -0.175, -0.93, -0.165, -1);
    path.curveTo(-0.12, -0.97, -0.08, -0.93, -0.055, -0.895);
    path.curveTo(-0.02, -0.905, 0.02, -0.905, 0.055, -0.895);
    path.curveTo(0.08, -0.93, 0.12, -0.97, 0.165, -1);
    path.curveTo(0.175, -0.93, 0.172, -0.84, 0.175, -0.77);
    path.curveTo(0.185, -0.68, 0.12, -0.6, 0, -0.62);
    path.closePath();
    return path;
  }

  private static Path2D tail() {
    Path2D path = new Path2D.Double();
    path.moveTo(0.2, -0.02);
    path.curveTo(0.42, 0.02, 0.52, -0.1, 0.47, -0.22);
    path.curveTo(0.45, -0.29, 0.5, -0.34, 0.55, -0.31);
    path.curveTo(0.5, -0.4, 0.39, -0.34, 0.41, -0.22);
    path.curveTo(0.43, -0.12, 0.36, -0.08, 0.22, -0.1);
    path.closePath();
    return path;
  }
}
