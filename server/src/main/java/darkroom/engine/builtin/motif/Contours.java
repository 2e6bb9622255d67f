package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.chance.Noise;
import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.paint.Field;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Relief;
import java.util.List;

/**
 * A land without names, in layers of cut paper.
 *
 * @param steps how many sheets
 * @param line width of the contour lines in thousandths of the unit, 0 for none
 */
public record Contours(int steps, double line) implements Motif {

  @Override
  public List<Layer> draw(Plate plate) {
    Chance chance = plate.chance().fork("contours");
    Noise noise = new Noise(chance);
    double unit = plate.unit();
    double scale = chance.between(1.1, 1.9);
    double stretch = chance.between(0.7, 1.5);
    double bend = chance.between(0.5, 1.3);
    Field field =
        new Field(
                plate.area(),
                unit / 150,
                (x, y) -> {
                  double u = x / unit * scale;
                  double v = y / unit * scale * stretch;
                  double wu = noise.at(u * 0.9 + 11, v * 0.9) * bend;
                  double wv = noise.at(u * 0.9, v * 0.9 + 23) * bend;
                  return noise.hills(u + wu, v + wv, 2);
                })
            .stretched();
    Palette palette = plate.palette();
    Ramp ramp =
        plate.night() || chance.odds(0.5)
            ? Ramp.of(
                palette.deep(), palette.dark(), palette.mid(), palette.accent(), palette.light())
            : Ramp.of(
                palette.light(), palette.soft(), palette.accent(), palette.mid(), palette.deep());
    double width = line == 0 ? 0 : Math.max(0.7, unit * line / 1000);
    return List.of(new Relief(plate.area(), field, ramp, steps, palette.light(), width, 0.2));
  }
}
