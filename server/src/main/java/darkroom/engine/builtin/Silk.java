package darkroom.engine.builtin;

import java.util.List;

/** Folds of light: a field folded back on itself, like silk or agate. */
record Silk() implements Motif {

  @Override
  public List<Layer> draw(Plate plate) {
    Chance chance = plate.chance().fork("silk");
    Noise noise = new Noise(chance);
    double unit = plate.unit();
    double angle = chance.between(0, Math.PI);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double folds = chance.between(2.2, 4.2);
    Field field =
        new Field(
            plate.area(),
            unit / 260,
            (x, y) -> {
              double u = (x * cos + y * sin) / unit;
              double v = (y * cos - x * sin) / unit;
              double wu = noise.at(u * 0.8, v * 0.8 + 5);
              double wv = noise.at(u * 0.8 + 31, v * 0.8);
              double fold = noise.hills(u * 0.9 + wu * 0.8, v * 0.5 + wv * 0.8, 2) + v * 0.35;
              double wave = Math.sin(fold * Math.PI * folds);
              return Math.clamp(0.5 + 0.42 * wave + 0.16 * noise.at(u * 0.6 + 50, v * 0.6), 0, 1);
            });
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
