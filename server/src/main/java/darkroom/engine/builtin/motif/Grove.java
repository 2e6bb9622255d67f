package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.chance.Noise;
import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.colour.Tone;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Rect;
import darkroom.engine.builtin.paint.Wash;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** A forest of firs, rank behind rank in the mist. */
public record Grove() implements Motif {

  @Override
  public List<Layer> draw(Plate plate) {
    Chance chance = plate.chance().fork("grove");
    Rect area = plate.area();
    double tall = Math.sqrt((double) area.height() / plate.unit());
    double horizon = plate.y(chance.between(0.42, 0.5));
    Sky sky = new Sky(plate, plate.y(0.75));
    List<Layer> layers = new ArrayList<>(sky.layers());
    Palette palette = plate.palette();
    Ramp near =
        plate.night()
            ? Ramp.of(sky.haze().mix(palette.dark(), 0.3), palette.dark(), palette.deep())
            : Ramp.of(
                palette.soft().mix(palette.light(), 0.35),
                palette.mid(),
                palette.dark(),
                palette.deep());
    int ranks = (int) Math.round(6 * tall);
    for (int i = 0; i < ranks; i++) {
      double depth = (i + 0.3) / (ranks - 0.4);
      double base = horizon + (area.bottom() - horizon) * (0.12 + 1.02 * Math.pow(depth, 1.2));
      double height = plate.unit() * tall * (0.12 + 0.34 * depth * depth);
      Tone tone = near.at(depth);
      Tone foot = tone.mix(sky.haze(), 0.75 * (1 - depth * 0.75));
      Path2D rank = rank(plate, chance.fork("rank " + i), base, height);
      layers.add(
          Wash.falling(
              rank,
              Ramp.of(tone, tone, tone.mix(foot, 0.6), foot),
              base - height,
              base + height * 0.25));
    }
    return layers;
  }

  private static Path2D rank(Plate plate, Chance chance, double base, double height) {
    Noise hill = new Noise(chance);
    double unit = plate.unit();
    Path2D path =
        Forms.ground(plate, x -> base - height * 0.16 * hill.hills(x / unit * 1.7, 0.5, 3));
    double gap = height * 0.2;
    for (double x = plate.area().left() - gap;
        x < plate.area().right() + gap;
        x += gap * chance.between(0.35, 1.7)) {
      double foot = base - height * 0.16 * hill.hills(x / unit * 1.7, 0.5, 3) + height * 0.08;
      double size = height * chance.between(0.5, 1) * (0.8 + 0.35 * hill.at(x / unit * 3, 9));
      path.append(fir(chance, x, foot, size), false);
    }
    return path;
  }

  /** A trunk's height of boughs, wider towards the ground, each side drooping on its own. */
  private static Path2D fir(Chance chance, double x, double foot, double height) {
    int boughs = 9 + chance.below(5);
    double[] points = new double[(boughs * 4 + 1) * 2];
    int left = points.length;
    int right = 2;
    points[0] = x;
    points[1] = foot - height;
    double slim = chance.between(0.15, 0.21);
    for (int i = 1; i <= boughs; i++) {
      double down = Math.pow((double) i / boughs, 0.92);
      double y = foot - height * (1 - down);
      double reach = height * slim * (0.06 + down);
      double droop = height * 0.028;
      double rightReach = reach * chance.between(0.75, 1.1);
      points[right++] = x + rightReach;
      points[right++] = y + droop * chance.between(0.4, 1.2);
      points[right++] = x + rightReach * (i == boughs ? 0.12 : 0.42);
      points[right++] = y - droop * 0.1;
      double leftReach = reach * chance.between(0.75, 1.1);
      points[--left] = y + droop * chance.between(0.4, 1.2);
      points[--left] = x - leftReach;
      points[--left] = y - droop * 0.1;
      points[--left] = x - leftReach * (i == boughs ? 0.12 : 0.42);
    }
    return Forms.polygon(points);
  }
}
