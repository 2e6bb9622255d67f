package darkroom.engine.comfyui;

import darkroom.catalog.Size;

/**
 * Which pixels a workflow is asked for.
 *
 * @param step both sides are multiples of it, at least 1
 * @param nativePixels about the most that the workflow's model draws well
 */
record Canvas(int step, int nativePixels) {

  /**
   * The wanted pixels, made smaller in proportion where they are too many, and rounded up to the
   * step, so that what is cut off afterwards is less than one.
   */
  Size.Pixels of(Size.Pixels wanted) {
    double area = (double) wanted.width() * wanted.height();
    double scale = Math.min(1, Math.sqrt(nativePixels / area));
    return new Size.Pixels(side(wanted.width() * scale), side(wanted.height() * scale));
  }

  private int side(double pixels) {
    // what a square root leaves behind its comma is no pixel
    int whole = Math.max(1, (int) Math.ceil(pixels - 1e-6));
    return Math.ceilDiv(whole, step) * step;
  }
}
