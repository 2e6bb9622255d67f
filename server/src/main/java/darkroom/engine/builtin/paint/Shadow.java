package darkroom.engine.builtin.paint;

/**
 * The soft shadow of a sheet that lies on the canvas.
 *
 * @param blur how far it reaches beyond the sheet, in pixels
 */
public record Shadow(Rect sheet, double blur, double alpha) implements Layer {

  @Override
  public void paint(Band band) {
    int reach = (int) Math.ceil(blur);
    int fall = (int) (blur * 0.4);
    Rect cast = new Rect(sheet.left(), sheet.top() + fall, sheet.right(), sheet.bottom() + fall);
    Rect box = band.clip().meet(cast.inset(-reach));
    for (int y = box.top(); y < box.bottom(); y++) {
      int pixel = band.index(0, y);
      double down =
          Math.max(0, Math.max(cast.top() + blur * 0.5 - y, y - cast.bottom() + blur * 0.5));
      for (int x = box.left(); x < box.right(); x++) {
        double across =
            Math.max(0, Math.max(cast.left() + blur * 0.5 - x, x - cast.right() + blur * 0.5));
        double left = 1 - Math.hypot(across, down) / (1.5 * blur);
        if (left > 0) {
          band.blend(pixel + x, 0.04f, 0.03f, 0.05f, (float) (alpha * left * left));
        }
      }
    }
  }
}
