package darkroom.engine.builtin;

/** An area of the canvas in pixels; right and bottom are exclusive. */
record Rect(int left, int top, int right, int bottom) {

  int width() {
    return right - left;
  }

  int height() {
    return bottom - top;
  }

  int shorter() {
    return Math.min(width(), height());
  }

  boolean isEmpty() {
    return width() <= 0 || height() <= 0;
  }

  Rect inset(int by) {
    return new Rect(left + by, top + by, right - by, bottom - by);
  }

  Rect meet(Rect other) {
    return new Rect(
        Math.max(left, other.left),
        Math.max(top, other.top),
        Math.min(right, other.right),
        Math.min(bottom, other.bottom));
  }
}
