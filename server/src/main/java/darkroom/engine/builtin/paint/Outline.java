package darkroom.engine.builtin.paint;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.Arrays;

/** A closed shape as straight edges in canvas pixels. Immutable. */
public final class Outline {

  /** How far an edge may stray from the curve it stands for, in pixels. */
  private static final double FLATNESS = 0.04;

  private double[] edges = new double[256];
  private int size;
  private double left = Double.MAX_VALUE;
  private double top = Double.MAX_VALUE;
  private double right = -Double.MAX_VALUE;
  private double bottom = -Double.MAX_VALUE;

  /** The shape as it is. */
  public Outline(Path2D path) {
    this(path, new AffineTransform());
  }

  /** The shape moved, turned or scaled into place. */
  public Outline(Path2D path, AffineTransform placed) {
    double[] at = new double[6];
    double startX = 0;
    double startY = 0;
    double x = 0;
    double y = 0;
    for (PathIterator it = path.getPathIterator(placed, FLATNESS); !it.isDone(); it.next()) {
      switch (it.currentSegment(at)) {
        case PathIterator.SEG_MOVETO -> {
          edge(x, y, startX, startY);
          startX = at[0];
          startY = at[1];
          x = startX;
          y = startY;
        }
        case PathIterator.SEG_LINETO -> {
          edge(x, y, at[0], at[1]);
          x = at[0];
          y = at[1];
        }
        default -> {
          edge(x, y, startX, startY);
          x = startX;
          y = startY;
        }
      }
    }
    edge(x, y, startX, startY);
    edges = Arrays.copyOf(edges, size);
  }

  private void edge(double x0, double y0, double x1, double y1) {
    if (x0 == x1 && y0 == y1) {
      return;
    }
    if (size + 4 > edges.length) {
      edges = Arrays.copyOf(edges, edges.length * 2);
    }
    edges[size++] = x0;
    edges[size++] = y0;
    edges[size++] = x1;
    edges[size++] = y1;
    left = Math.min(left, Math.min(x0, x1));
    right = Math.max(right, Math.max(x0, x1));
    top = Math.min(top, Math.min(y0, y1));
    bottom = Math.max(bottom, Math.max(y0, y1));
  }

  /** Pixels the shape may touch. */
  Rect bounds() {
    if (size == 0) {
      return new Rect(0, 0, 0, 0);
    }
    return new Rect(
        (int) Math.floor(Math.max(left, -1e6)),
        (int) Math.floor(Math.max(top, -1e6)),
        (int) Math.ceil(Math.min(right, 1e6)) + 1,
        (int) Math.ceil(Math.min(bottom, 1e6)) + 1);
  }

  /**
   * Adds the signed area that every edge leaves to its right to {@code area}, a row of {@code width
   * + 2} values per row of {@code box}; the running sum of a row is then each pixel's coverage.
   * Every row is worked out from the edge itself, so it is the same whatever band it falls into.
   */
  void accumulate(Rect box, float[] area) {
    for (int i = 0; i < size; i += 4) {
      boolean down = edges[i + 1] < edges[i + 3];
      double x0 = edges[down ? i : i + 2];
      double y0 = edges[down ? i + 1 : i + 3];
      double x1 = edges[down ? i + 2 : i];
      double y1 = edges[down ? i + 3 : i + 1];
      if (y0 == y1 || y1 <= box.top() || y0 >= box.bottom()) {
        continue;
      }
      double slope = (x1 - x0) / (y1 - y0);
      int last = Math.min(box.bottom() - 1, (int) Math.floor(y1));
      for (int row = Math.max(box.top(), (int) Math.floor(y0)); row <= last; row++) {
        double from = Math.max(row, y0);
        double to = Math.min(row + 1.0, y1);
        if (to > from) {
          double fromX = x0 + (from - y0) * slope - box.left();
          double toX = x0 + (to - y0) * slope - box.left();
          double height = down ? to - from : from - to;
          int base = (row - box.top()) * (box.width() + 2);
          span(area, base, box.width(), Math.min(fromX, toX), Math.max(fromX, toX), height);
        }
      }
    }
  }

  /** One edge within one row, running from {@code x0} to {@code x1} (left to right). */
  private static void span(float[] area, int base, int width, double x0, double x1, double height) {
    double from = Math.clamp(x0, 0, width);
    double to = Math.clamp(x1, 0, width);
    int first = (int) from;
    int last = (int) to;
    if (first == last) {
      double middle = (from + to) / 2 - first;
      area[base + first] += (float) (height * (1 - middle));
      area[base + first + 1] += (float) (height * middle);
      return;
    }
    double perPixel = height / (to - from);
    double before = 0;
    for (int x = first; x <= last; x++) {
      // area right of the edge inside this pixel, then what the pixels further right get
      double enter = Math.max(from, x) - x;
      double leave = Math.min(to, x + 1.0) - x;
      double share = perPixel * (leave - enter);
      double inside = share * (1 - (enter + leave) / 2);
      area[base + x] += (float) (inside + before);
      before = share - inside;
    }
    area[base + last + 1] += (float) before;
  }
}
