package darkroom.engine.builtin.layout;

import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Tone;
import darkroom.engine.builtin.motif.Motif;
import darkroom.engine.builtin.motif.Plate;
import darkroom.engine.builtin.paint.Backdrop;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Rect;
import darkroom.engine.builtin.paint.Shadow;
import darkroom.engine.builtin.paint.Wash;
import darkroom.engine.builtin.theme.Sketch;
import darkroom.engine.builtin.theme.Theme;
import darkroom.engine.builtin.type.Faces;
import darkroom.engine.builtin.type.Line;
import darkroom.engine.builtin.type.Setting;
import darkroom.engine.builtin.type.Wording;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays out one picture: where the motif stands, where the prompt, and the mark that says what drew
 * it. Thread-safe.
 */
public final class Poster {

  private static final String MARK = "Darkroom built-in engine · not a photograph";

  private final Faces classic;
  private final Faces plain;

  /** Sets titles in one of two faces: an old-style one or a grotesque. */
  public Poster(Faces classic, Faces plain) {
    this.classic = classic;
    this.plain = plain;
  }

  /** Everything on the canvas, furthest first. */
  public List<Layer> compose(Sketch sketch) {
    Theme theme = Theme.of(sketch);
    Sheet sheet = new Sheet(new Rect(0, 0, sketch.width(), sketch.height()));
    Motif motif =
        sketch.references().isEmpty()
            ? theme.subject().motif()
            : new Exhibition(sketch.references());
    Title title = new Title(sketch, theme);
    boolean overlaid = sketch.references().isEmpty() && theme.overlaid();
    if (!sheet.hasRoomForType()) {
      return List.copyOf(art(theme, motif, sheet.area()));
    }
    if (!overlaid) {
      return sheet.isWide() ? beside(title, motif, sheet) : below(title, motif, sheet);
    }
    return theme.subject().calm() ? over(title, motif, sheet) : labelled(title, motif, sheet);
  }

  /** Picture above, title under it, on paper. */
  private List<Layer> below(Title title, Motif motif, Sheet sheet) {
    double unit = sheet.unit();
    Rect area = sheet.area();
    int margin = sheet.margin();
    Setting set = title.set(area.width() - 2.0 * margin, unit * 0.22, unit * 0.078);
    double mark = sheet.markSize();
    double textTop =
        area.bottom() - margin * 0.9 - mark - (set.isEmpty() ? 0 : set.height() + unit * 0.03);
    Rect picture = new Rect(margin, margin, area.right() - margin, (int) (textTop - unit * 0.034));
    List<Layer> layers = new ArrayList<>();
    layers.add(Backdrop.flat(area, title.theme().palette().paper()));
    layers.addAll(art(title.theme(), motif, picture));
    layers.add(Wash.flat(set.at(margin, textTop), title.theme().palette().ink(), 1));
    layers.addAll(mark(title, sheet, margin, area.right() - margin, title.theme().palette().ink()));
    return layers;
  }

  /** Title on the left, picture on the right, on paper: for strips. */
  private List<Layer> beside(Title title, Motif motif, Sheet sheet) {
    Rect area = sheet.area();
    double unit = sheet.unit();
    int margin = sheet.margin();
    double column = Math.min(unit * 1.5, area.width() * 0.34);
    Setting set = title.set(column - margin, unit * 0.66, unit * 0.14);
    Rect picture =
        new Rect((int) (column + margin), margin, area.right() - margin, area.bottom() - margin);
    List<Layer> layers = new ArrayList<>();
    layers.add(Backdrop.flat(area, title.theme().palette().paper()));
    layers.addAll(art(title.theme(), motif, picture));
    layers.add(Wash.flat(set.at(margin, margin), title.theme().palette().ink(), 1));
    layers.addAll(mark(title, sheet, margin, column, title.theme().palette().ink()));
    return layers;
  }

  /** Picture to the edges, title in light type over a veil at its foot. */
  private List<Layer> over(Title title, Motif motif, Sheet sheet) {
    Rect area = sheet.area();
    double unit = sheet.unit();
    int margin = sheet.margin();
    double measure = Math.min(area.width() - 2.0 * margin, unit * 2);
    Setting set = title.set(measure, unit * 0.34, unit * 0.1);
    double textTop = area.bottom() - margin - sheet.markSize() - unit * 0.035 - set.height();
    Palette palette = title.theme().palette();
    List<Layer> layers = new ArrayList<>(art(title.theme(), motif, area));
    double clear = Math.max(area.top(), textTop - unit * 0.3);
    Tone shade = palette.deep().mix(palette.ink(), 0.6);
    Rect veiled = new Rect(area.left(), (int) clear, area.right(), area.bottom());
    layers.add(Backdrop.veil(veiled, shade, clear, textTop + set.height() * 0.5, 0.74));
    Tone light = palette.paper();
    layers.add(Wash.flat(set.at(margin, textTop), light, 1));
    layers.addAll(mark(title, sheet, margin, area.right() - margin, light));
    return layers;
  }

  /** Picture to the edges, title on a label that lies on it, as in a museum. */
  private List<Layer> labelled(Title title, Motif motif, Sheet sheet) {
    Rect area = sheet.area();
    double unit = sheet.unit();
    int margin = sheet.margin();
    double pad = unit * 0.038;
    double most = Math.min(area.width() - 2.0 * margin, unit * 0.86) - 2 * pad;
    Setting set = title.set(most, unit * 0.3, unit * 0.062);
    Line mark = Line.of(MARK, plain, 0.01);
    double markSize = Math.min(sheet.markSize(), most / mark.width());
    double width = Math.max(set.width(), mark.width() * markSize) + 2 * pad;
    double text = set.isEmpty() ? 0 : set.height() + unit * 0.03;
    Rect label =
        new Rect(
            margin,
            (int) (area.bottom() - margin - text - markSize - 2 * pad),
            (int) (margin + width),
            area.bottom() - margin);
    Palette palette = title.theme().palette();
    List<Layer> layers = new ArrayList<>(art(title.theme(), motif, area));
    layers.add(new Shadow(label, unit * 0.02, 0.5));
    layers.add(Backdrop.flat(label, palette.paper()));
    layers.add(Wash.flat(set.at(label.left() + pad, label.top() + pad), palette.ink(), 1));
    layers.add(
        Wash.flat(
            mark.at(label.left() + pad, label.bottom() - pad, markSize), palette.ink(), 0.62));
    return layers;
  }

  private static List<Layer> art(Theme theme, Motif motif, Rect area) {
    if (area.isEmpty()) {
      return List.of();
    }
    Plate plate = new Plate(area, theme.palette(), theme.chance(), theme.night());
    return motif.draw(plate).stream()
        .map(layer -> (Layer) band -> layer.paint(band.within(area)))
        .toList();
  }

  /** The mark at the foot on the left, the shot's number on the right where there is room. */
  private List<Layer> mark(Title title, Sheet sheet, double left, double right, Tone tone) {
    double baseline = sheet.area().bottom() - sheet.margin();
    Line mark = Line.of(MARK, plain, 0.01);
    double size = Math.min(sheet.markSize(), (right - left) / mark.width());
    List<Layer> layers = new ArrayList<>();
    layers.add(Wash.flat(mark.at(left, baseline, size), tone, 0.62));
    Line number = Line.of("No. " + (title.sketch().shot() + 1), plain, 0.01);
    if ((mark.width() + number.width() + 2) * size < right - left) {
      layers.add(Wash.flat(number.at(right - number.width() * size, baseline, size), tone, 0.62));
    }
    return layers;
  }

  /** The prompt as a title, in the face that suits what is shown. */
  private final class Title {
    private final Sketch sketch;
    private final Theme theme;
    private final String text;

    Title(Sketch sketch, Theme theme) {
      this.sketch = sketch;
      this.theme = theme;
      this.text = Wording.of(sketch.prompt());
    }

    Sketch sketch() {
      return sketch;
    }

    Theme theme() {
      return theme;
    }

    /**
     * @param largest size of the type in pixels
     */
    Setting set(double width, double height, double largest) {
      Faces faces = theme.subject().classic() ? classic : plain;
      double size = theme.subject().classic() ? largest : largest * 0.82;
      return Setting.fitting(text, faces, width, height, size, Math.max(7, size * 0.22));
    }
  }

  /** The whole canvas and the measures that follow from its size. */
  private record Sheet(Rect area) {

    double unit() {
      return area.shorter();
    }

    int margin() {
      return (int) Math.round(unit() * 0.055);
    }

    double markSize() {
      return Math.max(6.5, unit() * 0.0165);
    }

    boolean isWide() {
      return area.width() > 1.75 * area.height();
    }

    boolean hasRoomForType() {
      return unit() >= 120;
    }
  }
}
