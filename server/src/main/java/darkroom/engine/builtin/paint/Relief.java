package darkroom.engine.builtin.paint;

import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.colour.Tone;

/**
 * A field shown in even steps of colour, like the layers of a map cut from paper: each step lies in
 * the soft shadow of the next.
 *
 * @param steps how many sheets between the field's values 0 and 1
 * @param line width of the contour in pixels, 0 for none
 * @param shade how deep the shadows are, 0 to 1
 */
public record Relief(
    Rect area, Field field, Ramp ramp, int steps, Tone contour, double line, double shade)
    implements Layer {

  @Override
  public void paint(Band band) {
    Rect box = band.clip().meet(area);
    if (box.isEmpty()) {
      return;
    }
    int width = box.width();
    float[] here = new float[width + 1];
    float[] below = new float[width + 1];
    for (int y = box.top(); y < box.bottom(); y++) {
      field.row(y, box.left(), here, width + 1);
      field.row(y + 1, box.left(), below, width + 1);
      int pixel = band.index(box.left(), y);
      for (int x = 0; x < width; x++) {
        float level = Math.clamp(here[x], 0, 0.9999f) * steps;
        int sheet = (int) level;
        float inside = level - sheet;
        float slope =
            steps * (Math.abs(here[x + 1] - here[x]) + Math.abs(below[x] - here[x])) + 1e-6f;
        // distance in pixels to the edge of this sheet and to that of the next one
        float toOwn = inside / slope;
        float toNext = (1 - inside) / slope;
        float own = Math.min(1, toOwn + 0.5f);
        int step = Ramp.step((sheet + 0.5) / steps);
        int under = Ramp.step(Math.max(0, sheet - 0.5) / steps);
        band.blend(pixel + x, ramp, under, 1);
        band.blend(pixel + x, ramp, step, sheet == 0 ? 1 : own);
        float shadow = (float) shade * (1 - Math.min(1, inside * 1.6f));
        float dark = sheet == steps - 1 ? 0 : (float) shade * inside * inside * inside;
        band.blend(pixel + x, 0, 0, 0, Math.max(0, dark));
        band.screen(pixel + x, shadow * 0.35f, shadow * 0.33f, shadow * 0.3f);
        if (line > 0) {
          float near = Math.min(toOwn, toNext);
          float ink = Math.clamp((float) line / 2 + 0.5f - near, 0, 1);
          band.blend(pixel + x, contour.red(), contour.green(), contour.blue(), ink * 0.8f);
        }
      }
    }
  }
}
