package darkroom.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Pixels of one resolution. Immutable.
 *
 * @param tier such as {@code 2K}
 * @param cells pixels by ratio such as {@code 16:9}, in the descriptor's order; {@code 1:1} among
 *     them
 */
public record SizeRow(String tier, Map<String, Size.Pixels> cells) {
  /** The shape where nothing asks for another one. */
  static final String SQUARE = "1:1";

  public SizeRow {
    cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    if (!cells.containsKey(SQUARE)) {
      throw new IllegalArgumentException("row " + tier + ": no cell for " + SQUARE);
    }
  }

  Size.Pixels square() {
    return Objects.requireNonNull(cells.get(SQUARE));
  }

  /**
   * The cell whose ratio is nearest to that of the shape. Nearest on a logarithmic scale, so that
   * twice as wide is as far away as twice as high; the first one when two are equally near.
   */
  Size.Pixels nearest(Size.Pixels shape) {
    Size.Pixels nearest = square();
    double least = Double.POSITIVE_INFINITY;
    for (Size.Pixels cell : cells.values()) {
      double distance = Math.abs(ratio(cell) - ratio(shape));
      if (distance < least) {
        least = distance;
        nearest = cell;
      }
    }
    return nearest;
  }

  private static double ratio(Size.Pixels shape) {
    return Math.log(shape.width()) - Math.log(shape.height());
  }
}
