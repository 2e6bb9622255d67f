package darkroom.engine.builtin.paint;

import darkroom.engine.builtin.colour.Ramp;

/**
 * Some rows of the canvas while they are being painted. What is painted at a pixel depends on the
 * pixel's place alone, never on where a band begins, so bands have no seams. Not thread-safe.
 */
public final class Band {

  private final Rect clip;
  private final int width;
  private final int top;
  private final float[] red;
  private final float[] green;
  private final float[] blue;
  private final Scratch scratch;

  /** Black rows of a canvas so wide, from row {@code top} on. */
  public Band(int width, int top, int rows) {
    this(
        new Rect(0, top, width, top + rows),
        width,
        top,
        new float[width * rows],
        new float[width * rows],
        new float[width * rows],
        new Scratch());
  }

  private Band(
      Rect clip, int width, int top, float[] red, float[] green, float[] blue, Scratch scratch) {
    this.clip = clip;
    this.width = width;
    this.top = top;
    this.red = red;
    this.green = green;
    this.blue = blue;
    this.scratch = scratch;
  }

  /** The same store, for the rows from {@code newTop} on: a band is reused down the canvas. */
  public Band movedTo(int newTop, int rows) {
    return new Band(
        new Rect(0, newTop, width, newTop + rows), width, newTop, red, green, blue, scratch);
  }

  /** The same pixels, of which only those in {@code area} may be painted. */
  public Band within(Rect area) {
    return new Band(clip.meet(area), width, top, red, green, blue, scratch);
  }

  /** Canvas columns and rows that may be painted through this view. */
  public Rect clip() {
    return clip;
  }

  Scratch scratch() {
    return scratch;
  }

  /** Where a pixel is stored, for {@link #blend(int, float, float, float, float)}. */
  public int index(int x, int y) {
    return (y - top) * width + x;
  }

  /** Lays a colour over a pixel; {@code alpha} from 0 (nothing) to 1 (covers). */
  public void blend(int index, float r, float g, float b, float alpha) {
    red[index] += (r - red[index]) * alpha;
    green[index] += (g - green[index]) * alpha;
    blue[index] += (b - blue[index]) * alpha;
  }

  void blend(int index, Ramp ramp, int step, float alpha) {
    blend(index, ramp.red(step), ramp.green(step), ramp.blue(step), alpha);
  }

  /** Adds light the way a second projector would; never beyond white. */
  void screen(int index, float r, float g, float b) {
    red[index] += (1 - red[index]) * r;
    green[index] += (1 - green[index]) * g;
    blue[index] += (1 - blue[index]) * b;
  }

  /** Red of a stored pixel, 0 to 1. */
  public float red(int index) {
    return red[index];
  }

  /** Green of a stored pixel, 0 to 1. */
  public float green(int index) {
    return green[index];
  }

  /** Blue of a stored pixel, 0 to 1. */
  public float blue(int index) {
    return blue[index];
  }

  /** Working memory that painters of one band share instead of allocating it per shape. */
  static final class Scratch {
    private float[] values = new float[0];

    /** At least {@code size} values, the first {@code size} of them zero. */
    float[] zeroed(int size) {
      if (values.length < size) {
        values = new float[size];
      } else {
        java.util.Arrays.fill(values, 0, size, 0);
      }
      return values;
    }
  }
}
