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
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** Great flowers of translucent petals, one over the other, as if pressed in an album. */
public record Bloom() implements Motif {

  @Override
  public List<Layer> draw(Plate plate) {
    Chance chance = plate.chance().fork("bloom");
    Rect area = plate.area();
    Palette palette = plate.palette();
    List<Layer> layers = new ArrayList<>();
    Tone upper = plate.night() ? palette.deep() : palette.light();
    Tone lower = plate.night() ? palette.dark() : palette.light().mix(palette.soft(), 0.55);
    layers.add(Backdrop.falling(area, Ramp.of(upper, lower)));
    double unit = plate.unit();
    double across = area.width() / unit;
    double down = area.height() / unit;
    int many = (int) Math.round(3 + 3.2 * across * down);
    for (int i = 0; i < many * 3; i++) {
      leaf(plate, chance.fork("leaf " + i), layers);
    }
    for (int i = 0; i < many; i++) {
      Chance own = chance.fork("flower " + i);
      // low-discrepancy places: even cover without a grid
      double x = plate.x((i * 0.7548776662 + 0.5 * across + 0.31) % 1);
      double y = plate.y((i * 0.5698402909 + 0.17 * down + own.between(0, 0.12)) % 1);
      double size = unit * (0.13 + 0.27 * (i + 1.0) / many) * own.between(0.75, 1.05);
      flower(plate, own, layers, x, y, size);
    }
    return layers;
  }

  private static void leaf(Plate plate, Chance chance, List<Layer> layers) {
    Palette palette = plate.palette();
    double length = plate.unit() * chance.between(0.14, 0.4);
    double angle = chance.between(0, 2 * Math.PI);
    double x = plate.x(chance.next());
    double y = plate.y(chance.next());
    Tone tone =
        palette
            .accent()
            .mix(chance.odds(0.5) ? palette.deep() : palette.light(), chance.between(0.1, 0.6));
    layers.add(
        new Wash(
            new Outline(Forms.petal(x, y, angle, length, length * 0.3, 0.45)),
            Ramp.of(tone.mix(palette.deep(), 0.25), tone),
            x,
            y,
            x + length * Math.cos(angle),
            y + length * Math.sin(angle),
            0.55));
  }

  private static void flower(
      Plate plate, Chance chance, List<Layer> layers, double x, double y, double size) {
    Palette palette = plate.palette();
    int petals = 5 + chance.below(9);
    int rings = 2 + chance.below(3);
    Tone rim = chance.pick(List.of(palette.soft(), palette.mid(), palette.light(), palette.soft()));
    Tone heart = chance.pick(List.of(palette.dark(), palette.mid(), palette.dark()));
    double width = 2.6 * Math.PI / petals * 0.62;
    double turn = chance.between(0, 2 * Math.PI);
    layers.add(Wash.flat(Forms.disc(x, y + size * 0.04, size * 0.9), palette.deep(), 0.1));
    Ramp petal = Ramp.of(heart, heart.mix(rim, 0.55), rim, rim.mix(Tone.WHITE, 0.25));
    for (int ring = 0; ring < rings; ring++) {
      double length = size * (1 - 0.27 * ring);
      for (int i = 0; i < petals; i++) {
        double angle = turn + (i + ring * 0.5) * 2 * Math.PI / petals + chance.between(-0.07, 0.07);
        double reach = length * chance.between(0.9, 1.06);
        layers.add(
            new Wash(
                new Outline(Forms.petal(x, y, angle, reach, reach * width, 0.68)),
                petal,
                x,
                y,
                x + reach * Math.cos(angle),
                y + reach * Math.sin(angle),
                0.8));
      }
    }
    heart(plate, chance, layers, x, y, size * 0.2);
  }

  private static void heart(
      Plate plate, Chance chance, List<Layer> layers, double x, double y, double radius) {
    Palette palette = plate.palette();
    layers.add(Wash.flat(Forms.disc(x, y, radius), palette.deep(), 0.75));
    int seeds = 70;
    Path2D[] shades = {new Path2D.Double(), new Path2D.Double(), new Path2D.Double()};
    for (int i = 1; i < seeds; i++) {
      double away = radius * 1.12 * Math.sqrt((double) i / seeds);
      double angle = i * 2.399963;
      double seedX = x + away * Math.cos(angle);
      double seedY = y + away * Math.sin(angle);
      shades[chance.below(shades.length)].append(Forms.disc(seedX, seedY, radius * 0.055), false);
    }
    for (int i = 0; i < shades.length; i++) {
      Tone tone = palette.light().mix(palette.accent(), 0.25 + 0.25 * i);
      layers.add(Wash.flat(shades[i], tone, 0.95));
    }
  }
}
