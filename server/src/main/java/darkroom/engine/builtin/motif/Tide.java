package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.chance.Noise;
import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.colour.Tone;
import darkroom.engine.builtin.paint.Backdrop;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Rect;
import darkroom.engine.builtin.paint.Wash;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** The sea under a low sun: swell after swell, and the light's path on the water. */
public record Tide() implements Motif {

  @Override
  public List<Layer> draw(Plate plate) {
    Chance chance = plate.chance().fork("tide");
    Rect area = plate.area();
    double horizon = plate.y(chance.between(0.4, 0.55));
    Sky sky = new Sky(plate, horizon);
    List<Layer> layers = new ArrayList<>(sky.layers());
    Palette palette = plate.palette();
    Tone far = palette.mid().mix(sky.haze(), plate.night() ? 0.35 : 0.45);
    Ramp water =
        Ramp.of(far, palette.mid().mix(palette.dark(), 0.35), palette.dark(), palette.deep());
    Rect sea = new Rect(area.left(), (int) horizon, area.right(), area.bottom());
    layers.add(Backdrop.falling(sea, water));
    double depth = area.bottom() - horizon;
    int count = (int) Math.round(11 * Math.sqrt(depth / plate.unit() * 2)) + chance.below(4);
    for (int i = 1; i < count; i++) {
      double near = (double) i / count;
      layers.addAll(swell(plate, chance.fork("swell " + i), horizon, near, water));
      layers.addAll(glitter(plate, chance.fork("glitter " + i), sky, horizon, near));
      if (i == count / 5) {
        layers.addAll(boat(plate, chance.fork("boat"), sky, horizon));
      }
    }
    return layers;
  }

  private static List<Layer> swell(
      Plate plate, Chance chance, double horizon, double near, Ramp water) {
    double unit = plate.unit();
    double depth = plate.area().bottom() - horizon;
    double base = horizon + depth * Math.pow(near, 1.55);
    double height = unit * (0.003 + 0.045 * near * near);
    double length = unit * (0.1 + 0.75 * near);
    Noise noise = new Noise(chance);
    double shift = chance.between(0, 100);
    Path2D wave =
        Forms.ground(
            plate,
            x -> {
              double at = x / length + shift;
              double bend = noise.at(at * 0.5, near * 9) * 0.9;
              double crest = 1 - Math.abs(Math.sin(Math.PI * (at * 0.8 + bend)));
              double swell = 0.6 + 0.6 * noise.at(at * 0.33, 2.2);
              return base - height * (1.9 * swell * crest * crest + 0.8 * noise.at(at * 0.6, 4.2));
            });
    Tone body = water.at(near);
    Tone lit = body.mix(plate.palette().soft(), plate.night() ? 0.34 : 0.5);
    Ramp ramp = Ramp.of(lit, body.mix(lit, 0.3), body, body.mix(plate.palette().deep(), 0.12));
    List<Layer> layers = new ArrayList<>();
    layers.add(Wash.falling(wave, ramp, base - height * 1.6, base + height * 2 + depth * 0.1));
    return layers;
  }

  /** A sail on the far side of the picture from the sun. */
  private static List<Layer> boat(Plate plate, Chance chance, Sky sky, double horizon) {
    boolean sunIsLeft = sky.sunX < plate.x(0.5);
    double x = plate.x(sunIsLeft ? chance.between(0.64, 0.82) : chance.between(0.18, 0.36));
    double size = plate.unit() * chance.between(0.05, 0.1);
    double y = horizon + size * 0.28;
    Palette palette = plate.palette();
    Tone sail = plate.night() ? palette.soft() : Tone.WHITE.mix(palette.light(), 0.5);
    return List.of(
        Wash.flat(
            Forms.polygon(x, y - size, x + size * 0.42, y - size * 0.14, x, y - size * 0.14),
            sail,
            1),
        Wash.flat(
            Forms.polygon(
                x - size * 0.04,
                y - size * 0.86,
                x - size * 0.04,
                y - size * 0.14,
                x - size * 0.3,
                y - size * 0.14),
            sail.mix(palette.soft(), 0.5),
            1),
        Wash.flat(
            Forms.polygon(
                x - size * 0.38,
                y - size * 0.1,
                x + size * 0.5,
                y - size * 0.1,
                x + size * 0.34,
                y,
                x - size * 0.28,
                y),
            palette.deep(),
            1));
  }

  /** Short strokes of light that scatter wider the nearer they are. */
  private static List<Layer> glitter(
      Plate plate, Chance chance, Sky sky, double horizon, double near) {
    double unit = plate.unit();
    double depth = plate.area().bottom() - horizon;
    Tone lamp = plate.night() ? plate.palette().light() : plate.palette().accent();
    Tone light = lamp.mix(Tone.WHITE, 0.35);
    Path2D strokes = new Path2D.Double();
    int many = (int) (26 * (1.15 - near));
    for (int i = 0; i < many; i++) {
      double at = Math.pow(near, 1.55) + chance.between(-0.05, 0.02) * (0.2 + near);
      double spread = sky.sunRadius * (0.55 + 1.1 * near);
      double x = sky.sunX + (chance.next() + chance.next() + chance.next() - 1.5) * spread;
      double y = horizon + depth * Math.max(0.004, at);
      double half = unit * chance.between(0.006, 0.03) * (0.35 + near);
      double thick = Math.max(0.5, unit * 0.0022 * (0.5 + 1.4 * near));
      strokes.append(Forms.petal(x - half, y, 0, half * 2, thick * 2, 0.5), false);
    }
    return List.of(Wash.flat(strokes, light, 0.62 * (1.1 - near)));
  }
}
