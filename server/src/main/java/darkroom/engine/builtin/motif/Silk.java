package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.chance.Noise;
import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.paint.Field;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Marbling;
import java.util.List;

/** Folds of light: a field folded back on itself, like silk or agate. */
public record Silk() implements Motif {

  @Override
  public List<Layer> draw(Plate plate) {
    Chance chance = plate.chance().fork("silk");
    Noise noise = new Noise(chance);
    double unit = plate.unit();
    double angle = chance.between(0, Math.PI);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double folds = chance.between(6.5, 10);
    Field field =
        new Field(
                plate.area(),
                unit / 260,
                (x, y) -> {
                  double u = (x * cos + y * sin) / unit;
                  double v = (y * cos - x * sin) / unit;
                  double wu = noise.at(u * 0.8, v * 0.8 + 5);
                  double wv = noise.at(u * 0.8 + 31, v * 0.8);
                  double fold =
                      v * 0.8
                          + 0.5 * noise.at(u * 0.7 + wu * 0.7, v * 0.9 + wv * 0.7)
                          + 0.12 * wu * wv;
                  double turn = fold * Math.PI * folds;
                  // the second wave leans the folds, so that each has a lit and a shaded side
                  double wave = 0.8 * Math.sin(turn) + 0.28 * Math.sin(2 * turn + 0.9);
                  return wave + 0.75 * noise.at(u * 0.7 + 50, v * 0.7);
                })
            .stretched();
    Palette palette = plate.palette();
    Ramp ramp =
        Ramp.of(
            palette.deep(),
            palette.dark(),
            palette.mid(),
            palette.accent(),
            palette.soft(),
            palette.light());
    return List.of(new Marbling(plate.area(), field, ramp));
  }
}
