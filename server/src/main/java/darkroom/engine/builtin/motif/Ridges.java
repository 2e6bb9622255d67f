package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.chance.Noise;
import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.colour.Tone;
import darkroom.engine.builtin.paint.Glow;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Rect;
import darkroom.engine.builtin.paint.Wash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Hills behind hills, paler the further away.
 *
 * @param rugged 0 for dunes to 1 for alps
 */
public record Ridges(double rugged) implements Motif {

  @Override
  public List<Layer> draw(Plate plate) {
    Chance chance = plate.chance().fork("ridges");
    Rect area = plate.area();
    double horizon = plate.y(chance.between(0.46, 0.58));
    Sky sky = new Sky(plate, horizon + (area.bottom() - horizon) * 0.25);
    List<Layer> layers = new ArrayList<>(sky.layers());
    layers.addAll(land(plate, sky, horizon, chance));
    layers.add(new Glow(sky.sunX, sky.sunY, sky.sunRadius * 9, plate.palette().light(), 0.12));
    return layers;
  }

  /** The ridges alone, from the horizon down to the plate's lower edge. */
  List<Layer> land(Plate plate, Sky sky, double horizon, Chance chance) {
    Rect area = plate.area();
    double tall = Math.sqrt((double) area.height() / plate.unit());
    List<Layer> layers = new ArrayList<>();
    int count = (int) Math.round(6 * tall) + chance.below(2);
    Palette palette = plate.palette();
    Ramp near =
        plate.night()
            ? Ramp.of(sky.haze().mix(palette.dark(), 0.4), palette.dark(), palette.deep())
            : Ramp.of(palette.soft(), palette.mid(), palette.dark(), palette.deep());
    for (int i = 0; i < count; i++) {
      double depth = (i + 0.5) / count;
      double base = horizon + (area.bottom() - horizon) * Math.pow((double) i / count, 1.15);
      double height = plate.unit() * tall * (0.1 + 0.16 * rugged) * (1.25 - 0.7 * depth);
      Tone tone = near.at(depth);
      Tone foot = tone.mix(sky.haze(), 0.55 * (1 - depth) + 0.12);
      Ramp ramp = Ramp.of(tone, tone.mix(foot, 0.35), foot);
      DoubleUnaryOperator crest = crest(plate, chance.fork("ridge " + i), base, height, depth);
      layers.add(
          Wash.falling(Forms.ground(plate, crest), ramp, base - height * 0.7, base + height * 0.9));
    }
    return layers;
  }

  private DoubleUnaryOperator crest(
      Plate plate, Chance chance, double base, double height, double depth) {
    Noise noise = new Noise(chance);
    double unit = plate.unit();
    double along = (1.1 + 1.1 * (1 - depth)) * (0.6 + rugged);
    double shift = chance.between(0, 40);
    return x -> {
      double at = x / unit * along + shift;
      double rolling = noise.at(at, 0.5) * 0.8 + noise.at(at * 2.1, 7.5) * 0.22;
      double alpine = noise.crests(at * 0.9, 3.3, 6) * 1.7 - 0.9;
      return base - height * (rolling * (1 - rugged) + alpine * rugged);
    };
  }
}
