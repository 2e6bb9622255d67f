package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.paint.Rect;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.function.DoubleUnaryOperator;

/** Shapes that several motifs cut their pictures from. */
final class Forms {

  private Forms() {}

  static Path2D disc(double x, double y, double radius) {
    return new Path2D.Double(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  static Path2D ring(double x, double y, double radius, double thickness) {
    Path2D path = disc(x, y, radius + thickness / 2);
    // the inner edge runs backwards, so that it cuts a hole
    Path2D hole = new Path2D.Double();
    int steps = (int) Math.clamp(radius, 48, 720);
    for (int i = 0; i <= steps; i++) {
      double angle = -2 * Math.PI * i / steps;
      double r = Math.max(0, radius - thickness / 2);
      point(hole, i == 0, x + r * Math.cos(angle), y + r * Math.sin(angle));
    }
    hole.closePath();
    path.append(hole, false);
    return path;
  }

  static Path2D box(double left, double top, double right, double bottom) {
    return polygon(left, top, right, top, right, bottom, left, bottom);
  }

  /**
   * @param points x and y in turn
   */
  static Path2D polygon(double... points) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < points.length; i += 2) {
      point(path, i == 0, points[i], points[i + 1]);
    }
    path.closePath();
    return path;
  }

  /** A pie slice from one angle to another, in radians, clockwise on the canvas. */
  static Path2D slice(double x, double y, double radius, double from, double to) {
    Path2D path = new Path2D.Double();
    path.moveTo(x, y);
    for (int i = 0; i <= 96; i++) {
      double angle = from + (to - from) * i / 96;
      path.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    }
    path.closePath();
    return path;
  }

  /** Everything between a line across the plate and the plate's lower edge. */
  static Path2D ground(Plate plate, DoubleUnaryOperator crest) {
    Rect area = plate.area();
    double step = Math.max(1, plate.unit() / 900);
    Path2D path = new Path2D.Double();
    path.moveTo(area.left() - 2.0, area.bottom() + 2.0);
    for (double x = area.left() - 2.0; x <= area.right() + 2 + step; x += step) {
      path.lineTo(x, Math.min(area.bottom() + 2.0, crest.applyAsDouble(x)));
    }
    path.lineTo(area.right() + 2 + step, area.bottom() + 2.0);
    path.closePath();
    return path;
  }

  /** A leaf or petal from one point towards an angle, widest at {@code belly} of its length. */
  static Path2D petal(double x, double y, double angle, double length, double width, double belly) {
    double ux = Math.cos(angle);
    double uy = Math.sin(angle);
    double tipX = x + ux * length;
    double tipY = y + uy * length;
    double sideX = -uy * width / 2 * 1.33;
    double sideY = ux * width / 2 * 1.33;
    double low = length * Math.max(0.02, belly - 0.3);
    double high = length * Math.min(1, belly + 0.3);
    Path2D path = new Path2D.Double();
    path.moveTo(x, y);
    path.curveTo(
        x + ux * low + sideX,
        y + uy * low + sideY,
        x + ux * high + sideX,
        y + uy * high + sideY,
        tipX,
        tipY);
    path.curveTo(
        x + ux * high - sideX,
        y + uy * high - sideY,
        x + ux * low - sideX,
        y + uy * low - sideY,
        x,
        y);
    path.closePath();
    return path;
  }

  private static void point(Path2D path, boolean first, double x, double y) {
    if (first) {
      path.moveTo(x, y);
    } else {
      path.lineTo(x, y);
    }
  }
}
