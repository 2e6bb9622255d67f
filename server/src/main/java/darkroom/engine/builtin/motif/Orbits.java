package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.chance.Noise;
import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.colour.Tone;
import darkroom.engine.builtin.paint.Backdrop;
import darkroom.engine.builtin.paint.Field;
import darkroom.engine.builtin.paint.Glow;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Mist;
import darkroom.engine.builtin.paint.Outline;
import darkroom.engine.builtin.paint.Rect;
import darkroom.engine.builtin.paint.Stars;
import darkroom.engine.builtin.paint.Wash;
import java.util.ArrayList;
import java.util.List;

/** A planet among its moons, thin orbits, and a nebula behind. */
public record Orbits() implements Motif {

  @Override
  public List<Layer> draw(Plate plate) {
    Chance chance = plate.chance().fork("orbits");
    Rect area = plate.area();
    Palette palette = plate.palette();
    double unit = plate.unit();
    List<Layer> layers = new ArrayList<>();
    layers.add(
        new Backdrop(
            area,
            Ramp.of(palette.deep(), palette.deep().mix(palette.dark(), 0.75)),
            area.left(),
            area.top(),
            area.right(),
            area.bottom(),
            1,
            1));
    layers.add(nebula(plate, chance.fork("far"), palette.mid(), 0.5));
    layers.add(nebula(plate, chance.fork("near"), palette.soft(), 0.4));
    layers.add(new Stars(area, unit, chance.nextLong(), palette.light(), 1));
    double x = plate.x(chance.between(0.34, 0.66));
    double y = plate.y(chance.between(0.4, 0.6));
    double radius = unit * chance.between(0.17, 0.25);
    double reach = Math.hypot(area.width(), area.height()) * 0.62;
    Tone line = palette.light();
    int orbit = 0;
    for (double r = radius * 1.55; r < reach; r *= chance.between(1.2, 1.42)) {
      layers.add(Wash.flat(Forms.ring(x, y, r, Math.max(0.8, unit * 0.0014)), line, 0.34));
      moon(plate, chance.fork("moon " + orbit++), x, y, r, layers);
    }
    layers.add(new Glow(x, y, radius * 2.1, palette.soft(), 0.4));
    sphere(
        layers,
        x,
        y,
        radius,
        Ramp.of(palette.light(), palette.accent(), palette.mid(), palette.deep()));
    bands(plate, chance, layers, x, y, radius);
    return layers;
  }

  private static Layer nebula(Plate plate, Chance chance, Tone tone, double alpha) {
    Noise noise = new Noise(chance);
    double unit = plate.unit();
    double tilt = chance.between(-0.6, 0.6);
    Field field =
        new Field(
            plate.area(),
            unit / 90,
            (x, y) -> {
              double u = (x + tilt * y) / unit * 1.1;
              double v = (y - tilt * x) / unit * 1.9;
              return noise.hills(u + noise.at(u * 1.3, v) * 0.7, v + noise.at(v, u + 9) * 0.7, 5);
            });
    return new Mist(plate.area(), field, tone, -0.08, 0.75, alpha);
  }

  private static void moon(
      Plate plate, Chance chance, double x, double y, double orbit, List<Layer> layers) {
    Palette palette = plate.palette();
    int moons = 1 + chance.below(2);
    for (int i = 0; i < moons; i++) {
      double angle = chance.between(0, 2 * Math.PI);
      double radius = plate.unit() * (0.006 + 0.032 * chance.next() * chance.next());
      Tone tone = chance.pick(List.of(palette.accent(), palette.soft(), palette.light()));
      double mx = x + orbit * Math.cos(angle);
      double my = y + orbit * Math.sin(angle);
      sphere(layers, mx, my, radius, Ramp.of(tone.mix(Tone.WHITE, 0.3), tone, palette.deep()));
    }
  }

  private static void sphere(List<Layer> layers, double x, double y, double radius, Ramp ramp) {
    layers.add(
        new Wash(
            new Outline(Forms.disc(x, y, radius)),
            ramp,
            x - radius * 0.75,
            y - radius * 0.75,
            x + radius * 0.8,
            y + radius * 0.8,
            1));
  }

  /** Weather of a gas giant: thin discs cut by the planet's own edge. */
  private static void bands(
      Plate plate, Chance chance, List<Layer> layers, double x, double y, double radius) {
    for (double at = -0.85; at < 0.85; at += chance.between(0.1, 0.26)) {
      double half = Math.sqrt(1 - at * at) * radius;
      double thick = radius * chance.between(0.03, 0.13);
      Tone tone = chance.odds(0.5) ? plate.palette().deep() : plate.palette().light();
      layers.add(
          Wash.flat(Forms.petal(x - half, y + at * radius, 0, half * 2, thick, 0.5), tone, 0.16));
    }
  }
}
