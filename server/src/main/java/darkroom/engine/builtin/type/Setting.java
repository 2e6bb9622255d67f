package darkroom.engine.builtin.type;

import java.awt.geom.Path2D;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;

/**
 * A text broken into lines.
 *
 * @param size of the type in pixels
 * @param leading from baseline to baseline, in ems
 */
public record Setting(List<Line> lines, double size, double leading) {

  /** Breaks as large as fits into a box and no larger than {@code largest}; evens out the lines. */
  public static Setting fitting(
      String text, Faces faces, double width, double height, double largest, double smallest) {
    List<Line> words = words(text, faces);
    double space = Line.of("n n", faces, 0).width() - Line.of("nn", faces, 0).width();
    for (double size = largest; ; size *= 0.94) {
      double leading = size > largest * 0.7 ? 1.12 : 1.2;
      boolean last = size <= smallest;
      List<Line> lines = broken(words, width / size, space);
      int room = (int) Math.max(1, Math.floor((height / size - 0.95) / leading) + 1);
      double measure = width / size;
      if (lines.size() <= room && lines.stream().allMatch(line -> line.width() <= measure)) {
        return new Setting(evened(words, lines.size(), width / size, space), size, leading);
      }
      if (last) {
        return new Setting(
            cut(lines, Math.min(room, lines.size()), width / size, faces), size, leading);
      }
    }
  }

  /** Whether there is nothing to see. */
  public boolean isEmpty() {
    // a line of blanks alone is as good as none
    return lines.stream().allMatch(line -> line.width() < 0.01);
  }

  /** From the top of the first line's capitals to below the last line's descenders, in pixels. */
  public double height() {
    return size * (0.95 + (lines.size() - 1) * leading);
  }

  /** Of the widest line, in pixels. */
  public double width() {
    return size * lines.stream().mapToDouble(Line::width).max().orElse(0);
  }

  /** All outlines, flush left, with the capitals' top at {@code top}. */
  public Path2D at(double left, double top) {
    Path2D path = new Path2D.Double();
    double baseline = top + size * 0.68;
    for (Line line : lines) {
      path.append(line.at(left, baseline, size), false);
      baseline += size * leading;
    }
    return path;
  }

  /** Words, and single characters of scripts that may be broken anywhere. */
  private static List<Line> words(String text, Faces faces) {
    List<Line> words = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      StringBuilder part = new StringBuilder();
      for (int codePoint : word.codePoints().toArray()) {
        if (breaksAnywhere(codePoint) && !part.isEmpty()) {
          words.add(Line.of(part.toString(), faces, 0));
          part.setLength(0);
        }
        part.appendCodePoint(codePoint);
      }
      words.add(Line.of(part.append(' ').toString(), faces, 0));
    }
    return words;
  }

  private static boolean breaksAnywhere(int codePoint) {
    UnicodeScript script = UnicodeScript.of(codePoint);
    return script == UnicodeScript.HAN
        || script == UnicodeScript.HIRAGANA
        || script == UnicodeScript.KATAKANA;
  }

  private static List<Line> broken(List<Line> words, double width, double space) {
    List<Line> lines = new ArrayList<>();
    List<Line.Placed> line = new ArrayList<>();
    double x = 0;
    double end = 0;
    for (Line word : words) {
      double ink = word.width() - (endsInSpace(word) ? space : 0);
      if (!line.isEmpty() && x + ink > width) {
        lines.add(new Line(List.copyOf(line), end));
        line.clear();
        x = 0;
      }
      for (Line.Placed placed : word.glyphs()) {
        line.add(new Line.Placed(placed.glyph(), x + placed.x()));
      }
      end = x + ink;
      x += word.width();
    }
    lines.add(new Line(List.copyOf(line), end));
    return lines;
  }

  private static boolean endsInSpace(Line word) {
    return !word.glyphs().isEmpty()
        && word.glyphs()
            .getLast()
            .glyph()
            .face()
            .outline(word.glyphs().getLast().glyph().id())
            .getBounds2D()
            .isEmpty();
  }

  /** The narrowest measure that needs no more lines, so that no last word stands alone. */
  private static List<Line> evened(List<Line> words, int lines, double width, double space) {
    double low = width / 3;
    double high = width;
    for (int i = 0; i < 12; i++) {
      double middle = (low + high) / 2;
      List<Line> tried = broken(words, middle, space);
      double widest = middle;
      if (tried.size() <= lines && tried.stream().allMatch(line -> line.width() <= widest)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return broken(words, high, space);
  }

  /** The first lines, the last of them ending in an ellipsis; nothing sticks out. */
  private static List<Line> cut(List<Line> lines, int room, double width, Faces faces) {
    Line ellipsis = Line.of("…", faces, 0);
    List<Line> kept = new ArrayList<>();
    for (int i = 0; i < room; i++) {
      Line line = lines.get(i);
      boolean ends = i == room - 1 && room < lines.size();
      kept.add(line.width() > width || ends ? clipped(line, width, ellipsis) : line);
    }
    return kept;
  }

  private static Line clipped(Line line, double width, Line ellipsis) {
    List<Line.Placed> kept = new ArrayList<>();
    double end = 0;
    for (Line.Placed placed : line.glyphs()) {
      double right = placed.x() + placed.glyph().face().advance(placed.glyph().id());
      if (right + ellipsis.width() > width) {
        break;
      }
      kept.add(placed);
      end = right;
    }
    for (Line.Placed placed : ellipsis.glyphs()) {
      kept.add(new Line.Placed(placed.glyph(), end + placed.x()));
    }
    return new Line(List.copyOf(kept), end + ellipsis.width());
  }
}
