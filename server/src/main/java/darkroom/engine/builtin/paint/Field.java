package darkroom.engine.builtin.paint;

/**
 * A smooth function over an area, worked out on a coarse grid once and read per pixel through cubic
 * B-splines: cheap enough for every pixel, and its memory does not grow with the canvas. Immutable.
 */
public final class Field {

  private static final int MOST_POINTS = 400_000;

  private final Rect area;
  private final double step;
  private final int columns;
  private final float[] grid;

  /** A function of canvas pixels. */
  @FunctionalInterface
  public interface Source {
    double at(double x, double y);
  }

  private Field(Rect area, double step, int columns, float[] grid) {
    this.area = area;
    this.step = step;
    this.columns = columns;
    this.grid = grid;
  }

  /**
   * @param fineness smallest feature to be kept, in pixels
   */
  public Field(Rect area, double fineness, Source source) {
    this.area = area;
    double least = Math.sqrt((double) area.width() * area.height() / MOST_POINTS);
    this.step = Math.max(Math.max(fineness, least), 1);
    this.columns = (int) Math.ceil(area.width() / step) + 4;
    int rows = (int) Math.ceil(area.height() / step) + 4;
    this.grid = new float[columns * rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        grid[row * columns + column] =
            (float) source.at(area.left() + (column - 1) * step, area.top() + (row - 1) * step);
      }
    }
  }

  /** The same field stretched so that its values on the grid run from 0 to 1. */
  public Field stretched() {
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    for (float value : grid) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    float scale = 1 / Math.max(1e-6f, high - low);
    float[] values = new float[grid.length];
    for (int i = 0; i < grid.length; i++) {
      values[i] = (grid[i] - low) * scale;
    }
    return new Field(area, step, columns, values);
  }

  /** The values of canvas row {@code y} from column {@code left} on, into all of {@code values}. */
  void row(int y, int left, float[] values, int count) {
    double at = (y - area.top()) / step;
    int row = (int) at;
    float[] down = weights((float) (at - row));
    int first = (int) ((left - area.left()) / step);
    int last = (int) ((left + count - area.left()) / step) + 4;
    float[] line = new float[last - first];
    for (int i = 0; i < line.length; i++) {
      int cell = row * columns + Math.min(first + i, columns - 1);
      line[i] =
          down[0] * grid[cell]
              + down[1] * grid[cell + columns]
              + down[2] * grid[cell + 2 * columns]
              + down[3] * grid[cell + 3 * columns];
    }
    float perPixel = (float) (1 / step);
    for (int i = 0; i < count; i++) {
      float across = (left + i - area.left()) * perPixel;
      int cell = (int) across;
      float t = across - cell;
      float s = 1 - t;
      int c = Math.min(cell - first, line.length - 4);
      values[i] =
          (s * s * s * line[c]
                  + (3 * t * t * t - 6 * t * t + 4) * line[c + 1]
                  + (3 * s * s * s - 6 * s * s + 4) * line[c + 2]
                  + t * t * t * line[c + 3])
              / 6;
    }
  }

  private static float[] weights(float t) {
    float s = 1 - t;
    return new float[] {
      s * s * s / 6,
      (3 * t * t * t - 6 * t * t + 4) / 6,
      (3 * s * s * s - 6 * s * s + 4) / 6,
      t * t * t / 6
    };
  }
}
