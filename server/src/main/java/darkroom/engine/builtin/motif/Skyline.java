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
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** A city: rows of towers in the haze, lit windows in the nearer ones. */
public record Skyline() implements Motif {

  private static final int ROWS = 5;

  @Override
  public List<Layer> draw(Plate plate) {
    Chance chance = plate.chance().fork("skyline");
    Rect area = plate.area();
    Sky sky = new Sky(plate, plate.y(0.82));
    List<Layer> layers = new ArrayList<>(sky.layers());
    Palette palette = plate.palette();
    Ramp near =
        plate.night()
            ? Ramp.of(sky.haze().mix(palette.dark(), 0.35), palette.dark(), palette.deep())
            : Ramp.of(
                palette.soft().mix(palette.light(), 0.2),
                palette.mid(),
                palette.dark(),
                palette.deep());
    double tall = Math.sqrt((double) area.height() / plate.unit());
    for (int i = 0; i < ROWS; i++) {
      double depth = i / (ROWS - 1.0);
      Tone tone = near.at(depth);
      Tone foot = tone.mix(sky.haze(), 0.65 * (1 - 0.7 * depth));
      double base = area.top() + area.height() * (0.55 + 0.3 * depth);
      double height = plate.unit() * tall * (0.42 - 0.1 * depth);
      Path2D towers = new Path2D.Double();
      Path2D windows = new Path2D.Double();
      row(plate, chance.fork("row " + i), base, height, depth, towers, windows);
      layers.add(Wash.falling(towers, Ramp.of(tone, tone, foot), base - height, area.bottom()));
      if (depth > 0.2) {
        Tone lamp = palette.accent().mix(Tone.WHITE, 0.3);
        layers.add(Wash.flat(windows, lamp, (plate.night() ? 0.9 : 0.5) * (0.3 + 0.7 * depth)));
      }
    }
    layers.add(new Glow(sky.sunX, sky.sunY, sky.sunRadius * 8, palette.accent(), 0.1));
    return layers;
  }

  private static void row(
      Plate plate,
      Chance chance,
      double base,
      double height,
      double depth,
      Path2D towers,
      Path2D windows) {
    double unit = plate.unit();
    Noise district = new Noise(chance);
    double x = plate.area().left() - unit * 0.05;
    while (x < plate.area().right()) {
      double width = Math.round(unit * chance.between(0.035, 0.1) * (0.7 + 0.6 * depth));
      double rise =
          0.35 + 0.65 * chance.next() * chance.next() + 0.35 * district.at(x / unit * 1.3, 3);
      double top = Math.round(base - height * Math.max(0.12, rise));
      double left = Math.round(x);
      towers.append(Forms.box(left, top, left + width, plate.area().bottom() + 2.0), false);
      crown(chance, towers, left, top, width);
      light(plate, chance, windows, left, top, width);
      x += Math.max(2, width * chance.between(0.92, 1.35));
    }
  }

  private static void crown(Chance chance, Path2D towers, double left, double top, double width) {
    double middle = left + width / 2;
    switch (chance.below(5)) {
      case 0 -> {
        towers.append(
            Forms.box(left + width * 0.2, top - width * 0.3, left + width * 0.8, top), false);
        towers.append(
            Forms.box(
                middle - width * 0.025,
                top - width * 1.1,
                middle + width * 0.025,
                top - width * 0.3),
            false);
      }
      case 1 ->
          towers.append(
              Forms.polygon(left, top, middle, top - width * 0.7, left + width, top), false);
      case 2 ->
          towers.append(
              Forms.polygon(left, top, left + width, top - width * 0.35, left + width, top), false);
      default -> {}
    }
  }

  private static void light(
      Plate plate, Chance chance, Path2D windows, double left, double top, double width) {
    int columns = 2 + chance.below(4);
    double cell = width / (columns + 0.7);
    double pane = cell * chance.between(0.4, 0.62);
    double lit = chance.between(0.12, 0.5);
    if (pane < 1.2) {
      return;
    }
    double storey = cell * chance.between(1.1, 1.6);
    for (double y = top + storey * 0.7; y < plate.area().bottom(); y += storey) {
      for (int i = 0; i < columns; i++) {
        double x = left + cell * (i + 0.55);
        if (chance.odds(lit)) {
          windows.append(Forms.box(x, y, x + pane, y + storey * 0.5), false);
        }
      }
    }
  }
}
