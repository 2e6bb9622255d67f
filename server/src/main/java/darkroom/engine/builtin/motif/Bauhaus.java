package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Tone;
import darkroom.engine.builtin.paint.Backdrop;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Rect;
import darkroom.engine.builtin.paint.Wash;
import java.util.ArrayList;
import java.util.List;

/** A page of plain forms in a grid: quarters, halves, dots, bars and steps. */
public record Bauhaus() implements Motif {

  private static final double QUARTER = Math.PI / 2;

  @Override
  public List<Layer> draw(Plate plate) {
    Chance chance = plate.chance().fork("bauhaus");
    Rect area = plate.area();
    Palette palette = plate.palette();
    List<Layer> layers = new ArrayList<>();
    layers.add(Backdrop.flat(area, palette.light()));
    int across = 4 + chance.below(3);
    double cell = plate.unit() / across;
    int columns = (int) Math.ceil(area.width() / cell - 0.01);
    int rows = (int) Math.ceil(area.height() / cell - 0.01);
    // centred, so that the cut cells of an odd shape are the same on both sides
    double left = area.left() + (area.width() - columns * cell) / 2;
    double top = area.top() + (area.height() - rows * cell) / 2;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double size = cell;
        double x = left + column * cell;
        double y = top + row * cell;
        boolean big = column + 1 < columns && row + 1 < rows && chance.odds(0.11);
        tile(palette, chance.fork(row + "," + column), layers, x, y, big ? size * 2 : size);
      }
    }
    return layers;
  }

  private static void tile(
      Palette palette, Chance chance, List<Layer> layers, double x, double y, double size) {
    List<Tone> tones =
        List.of(
            palette.deep(),
            palette.dark(),
            palette.mid(),
            palette.soft(),
            palette.light(),
            palette.light(),
            palette.accent());
    Tone ground = chance.pick(tones);
    Tone form = other(chance, tones, ground);
    Tone second = other(chance, tones, ground);
    layers.add(Wash.flat(Forms.box(x, y, x + size, y + size), ground, 1));
    int turn = chance.below(4);
    double cornerX = turn == 1 || turn == 2 ? x + size : x;
    double cornerY = turn >= 2 ? y + size : y;
    double middleX = x + size / 2;
    double middleY = y + size / 2;
    switch (chance.below(9)) {
      case 0 ->
          layers.add(
              Wash.flat(
                  Forms.slice(cornerX, cornerY, size, turn * QUARTER, (turn + 1) * QUARTER),
                  form,
                  1));
      case 1 -> {
        for (int i = 0; i < 4; i++) {
          layers.add(
              Wash.flat(
                  Forms.slice(
                      cornerX,
                      cornerY,
                      size * (1 - i * 0.25),
                      turn * QUARTER,
                      (turn + 1) * QUARTER),
                  i % 2 == 0 ? form : ground,
                  1));
        }
      }
      case 2 -> {
        layers.add(Wash.flat(Forms.disc(middleX, middleY, size * 0.5), form, 1));
        layers.add(Wash.flat(Forms.disc(middleX, middleY, size * 0.2), second, 1));
      }
      case 3 -> {
        double from = turn * QUARTER;
        layers.add(
            Wash.flat(Forms.slice(middleX, middleY, size * 0.5, from, from + Math.PI), form, 1));
        layers.add(
            Wash.flat(
                Forms.slice(middleX, middleY, size * 0.5, from + Math.PI, from + 2 * Math.PI),
                second,
                1));
      }
      case 4 -> {
        for (int i = 0; i < 5; i += 2) {
          double at = size * i / 5;
          layers.add(
              Wash.flat(
                  turn % 2 == 0
                      ? Forms.box(x, y + at, x + size, y + at + size / 5)
                      : Forms.box(x + at, y, x + at + size / 5, y + size),
                  form,
                  1));
        }
      }
      case 5 ->
          layers.add(
              Wash.flat(
                  turn % 2 == 0
                      ? Forms.polygon(x, y, x + size, y, x, y + size)
                      : Forms.polygon(x, y, x + size, y, x + size, y + size),
                  form,
                  1));
      case 6 -> {
        for (int i = 0; i < 16; i++) {
          layers.add(
              Wash.flat(
                  Forms.disc(
                      x + size * (i % 4 + 0.5) / 4,
                      y + size * (Math.floorDiv(i, 4) + 0.5) / 4,
                      size * 0.065),
                  form,
                  1));
        }
      }
      case 7 -> {
        layers.add(Wash.flat(Forms.slice(x, y, size, 0, QUARTER), form, 1));
        layers.add(
            Wash.flat(
                Forms.slice(x + size, y + size, size, Math.PI, Math.PI + QUARTER), second, 0.85));
      }
      default ->
          layers.add(Wash.flat(Forms.ring(middleX, middleY, size * 0.31, size * 0.16), form, 1));
    }
  }

  private static Tone other(Chance chance, List<Tone> tones, Tone than) {
    List<Tone> left = tones.stream().filter(tone -> !tone.equals(than)).toList();
    return chance.pick(left);
  }
}
