package darkroom.engine.builtin.layout;

import darkroom.engine.builtin.chance.Noise;
import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.colour.Tone;
import darkroom.engine.builtin.motif.Motif;
import darkroom.engine.builtin.motif.Plate;
import darkroom.engine.builtin.paint.Backdrop;
import darkroom.engine.builtin.paint.Field;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Rect;
import darkroom.engine.builtin.paint.Relief;
import darkroom.engine.builtin.paint.Shadow;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * The motif of an edit: every reference as a mounted print, hung in rows, before a wall in their
 * own colours whose contours follow the first one's light and shade.
 */
record Exhibition(List<BufferedImage> references) implements Motif {

  private static final int GRID = 28;

  @Override
  public List<Layer> draw(Plate plate) {
    List<Layer> layers = new ArrayList<>();
    layers.add(wall(plate));
    int gap = (int) Math.max(2, Math.round(plate.unit() * 0.035));
    int mount = (int) Math.max(1, Math.round(plate.unit() * 0.014));
    List<Rect> places = Hanging.of(plate.area().inset(gap * 2), gap, shapes());
    for (int i = 0; i < places.size(); i++) {
      Rect sheet = places.get(i);
      layers.add(new Shadow(sheet, mount * 2.2, 0.55));
      layers.add(Backdrop.flat(sheet, plate.palette().paper()));
      Rect print = sheet.inset(Math.min(mount, sheet.shorter() / 6));
      layers.add(new Print(references.get(i), print));
    }
    return layers;
  }

  private List<Double> shapes() {
    return references.stream()
        .map(picture -> Math.clamp((double) picture.getWidth() / picture.getHeight(), 0.4, 2.5))
        .toList();
  }

  private Layer wall(Plate plate) {
    Palette palette = plate.palette();
    Rect area = plate.area();
    double[] shade = lightness(references.getFirst());
    Noise noise = new Noise(plate.chance().fork("wall"));
    double unit = plate.unit();
    Field field =
        new Field(
            area,
            unit / 60,
            (x, y) -> {
              double u = Math.clamp((x - area.left()) / area.width(), 0, 1) * (GRID - 1);
              double v = Math.clamp((y - area.top()) / area.height(), 0, 1) * (GRID - 1);
              double light = bilinear(shade, u, v);
              return 0.15 + 0.5 * light + 0.3 * noise.hills(x / unit * 1.2, y / unit * 1.2, 2);
            });
    Ramp ramp =
        plate.chance().fork("hang").odds(0.5)
            ? Ramp.of(palette.deep(), palette.dark(), palette.mid(), palette.soft())
            : Ramp.of(palette.mid(), palette.soft(), palette.light());
    return new Relief(area, field, ramp, 9, palette.light(), 0, 0.16);
  }

  private static double[] lightness(BufferedImage picture) {
    double[] cells = new double[GRID * GRID];
    for (int i = 0; i < cells.length; i++) {
      int x = (int) ((i % GRID + 0.5) / GRID * picture.getWidth());
      int y = (int) ((Math.floorDiv(i, GRID) + 0.5) / GRID * picture.getHeight());
      cells[i] = Tone.rgb(picture.getRGB(x, y)).lightness();
    }
    return cells;
  }

  private static double bilinear(double[] cells, double u, double v) {
    int column = Math.min((int) u, GRID - 2);
    int row = Math.min((int) v, GRID - 2);
    double dx = u - column;
    double dy = v - row;
    int at = row * GRID + column;
    double upper = cells[at] + (cells[at + 1] - cells[at]) * dx;
    double lower = cells[at + GRID] + (cells[at + GRID + 1] - cells[at + GRID]) * dx;
    return upper + (lower - upper) * dy;
  }
}
