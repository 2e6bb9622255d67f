package darkroom.engine.builtin.layout;

import darkroom.engine.builtin.paint.Rect;
import java.util.ArrayList;
import java.util.List;

/**
 * Where pictures hang on a wall: in rows of even height, each in its own shape, as large as they
 * go.
 */
final class Hanging {

  private Hanging() {}

  /**
   * @param gap between pictures, in pixels
   * @param shapes width over height of every picture, in the order in which they hang
   * @return as many areas as shapes, in their order, all inside {@code wall} and none over another
   */
  static List<Rect> of(Rect wall, int gap, List<Double> shapes) {
    List<List<Double>> best = List.of(shapes);
    double bestHeight = 0;
    for (int rows = 1; rows <= shapes.size(); rows++) {
      List<List<Double>> tried = split(shapes, rows);
      double covered = covered(wall, gap, tried);
      if (covered > bestHeight) {
        bestHeight = covered;
        best = tried;
      }
    }
    return placed(wall, gap, best);
  }

  /** Share of the wall that would be covered. */
  private static double covered(Rect wall, int gap, List<List<Double>> rows) {
    double covered = 0;
    for (Rect place : placed(wall, gap, rows)) {
      covered += (double) place.width() * place.height();
    }
    return covered / ((double) wall.width() * wall.height());
  }

  private static List<List<Double>> split(List<Double> shapes, int rows) {
    double total = shapes.stream().mapToDouble(Double::doubleValue).sum();
    List<List<Double>> split = new ArrayList<>();
    List<Double> row = new ArrayList<>();
    double before = 0;
    for (int i = 0; i < shapes.size(); i++) {
      double middle = before + shapes.get(i) / 2;
      boolean nextRow = middle > total * (split.size() + 1) / rows;
      if (nextRow && !row.isEmpty()) {
        split.add(row);
        row = new ArrayList<>();
      }
      row.add(shapes.get(i));
      before += shapes.get(i);
    }
    split.add(row);
    return split;
  }

  private static List<Rect> placed(Rect wall, int gap, List<List<Double>> rows) {
    List<Double> heights = new ArrayList<>();
    double sum = 0;
    for (List<Double> row : rows) {
      double shape = row.stream().mapToDouble(Double::doubleValue).sum();
      double height = Math.max(1, (wall.width() - gap * (row.size() - 1.0)) / shape);
      heights.add(height);
      sum += height;
    }
    double room = wall.height() - gap * (rows.size() - 1.0);
    double shrink = Math.min(1, Math.max(1, room) / sum);
    double top = wall.top() + Math.max(0, (room - sum * shrink) / 2);
    List<Rect> places = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      double height = heights.get(i) * shrink;
      double width =
          rows.get(i).stream().mapToDouble(Double::doubleValue).sum() * height
              + gap * (rows.get(i).size() - 1.0);
      double left = wall.left() + (wall.width() - width) / 2;
      for (double shape : rows.get(i)) {
        double right = left + shape * height;
        places.add(new Rect((int) left, (int) top, (int) right, (int) (top + height)));
        left = right + gap;
      }
      top += height + gap;
    }
    return places;
  }
}
