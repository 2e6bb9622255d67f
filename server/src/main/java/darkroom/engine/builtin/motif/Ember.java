package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.chance.Noise;
import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.paint.Field;
import darkroom.engine.builtin.paint.Glow;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Marbling;
import darkroom.engine.builtin.paint.Rect;
import darkroom.engine.builtin.paint.Wash;
import java.util.ArrayList;
import java.util.List;

/** Flames and sparks in the dark. */
public record Ember() implements Motif {

  @Override
  public List<Layer> draw(Plate plate) {
    Chance chance = plate.chance().fork("ember");
    Noise noise = new Noise(chance);
    Rect area = plate.area();
    double unit = plate.unit();
    double tall = area.height() / unit;
    Field flames =
        new Field(
            area,
            unit / 200,
            (x, y) -> {
              double up = (area.bottom() - y) / unit;
              double u = x / unit * 2.1;
              double sway =
                  noise.at(u * 0.5, up * 1.1 + 9) * 0.7 + noise.at(u * 1.5, up * 2.3) * 0.22;
              double tongues = noise.hills(u + sway, up * 0.75 / Math.sqrt(tall) + 3, 4);
              double fade = up / (0.92 * tall);
              return Math.clamp(1.02 + tongues * 0.85 - fade * 1.12, 0, 1);
            });
    Palette palette = plate.palette();
    Ramp ramp =
        Ramp.of(
            palette.deep(),
            palette.deep().mix(palette.dark(), 0.5),
            palette.dark(),
            palette.mid(),
            palette.soft(),
            palette.accent(),
            palette.light());
    List<Layer> layers = new ArrayList<>();
    layers.add(new Marbling(area, flames, ramp));
    int sparks = (int) (120 * area.width() / unit * Math.sqrt(tall));
    for (int i = 0; i < sparks; i++) {
      double high = chance.next() * chance.next();
      double x = plate.x(chance.next());
      double y = area.bottom() - area.height() * (0.2 + 0.78 * high);
      double size = unit * 0.0035 * chance.between(0.4, 1.3);
      layers.add(new Glow(x, y, size * 5, palette.accent(), 0.35));
      layers.add(
          Wash.flat(
              Forms.petal(x, y + size, -1.2 - chance.next(), size * 3, size, 0.5),
              palette.light(),
              0.9));
    }
    return layers;
  }
}
