package darkroom.engine.builtin.paint;

/** An area of the canvas in pixels; right and bottom are exclusive. */
public record Rect(int left, int top, int right, int bottom) {

  /** In pixels; not above 0 where the area is empty. */
  public int width() {
    return right - left;
  }

  /** In pixels; not above 0 where the area is empty. */
  public int height() {
    return bottom - top;
  }

  /** The lesser of width and height. */
  public int shorter() {
    return Math.min(width(), height());
  }

  /** Whether no pixel lies inside. */
  public boolean isEmpty() {
    return width() <= 0 || height() <= 0;
  }

  /** Smaller by so many pixels on every side; larger where negative. */
  public Rect inset(int by) {
    return new Rect(left + by, top + by, right - by, bottom - by);
  }

  /** What both areas share, possibly empty. */
  public Rect meet(Rect other) {
    return new Rect(
        Math.max(left, other.left),
        Math.max(top, other.top),
        Math.min(right, other.right),
        Math.min(bottom, other.bottom));
  }
}
