package darkroom.engine.builtin.paint;

import darkroom.engine.builtin.colour.Tone;

/**
 * One tone laid on as thickly as a field says: clouds, fog, nebulae.
 *
 * @param from the field's value where it starts to show
 * @param to the field's value where it is as dense as {@code alpha}
 */
public record Mist(Rect area, Field field, Tone tone, double from, double to, double alpha)
    implements Layer {

  @Override
  public void paint(Band band) {
    Rect box = band.clip().meet(area);
    if (box.isEmpty()) {
      return;
    }
    float[] values = new float[box.width()];
    float scale = (float) (1 / (to - from));
    for (int y = box.top(); y < box.bottom(); y++) {
      field.row(y, box.left(), values, box.width());
      int pixel = band.index(box.left(), y);
      for (int x = 0; x < values.length; x++) {
        float share = Math.clamp((values[x] - (float) from) * scale, 0, 1);
        if (share > 0) {
          float dense = share * share * (3 - 2 * share) * (float) alpha;
          band.blend(pixel + x, tone.red(), tone.green(), tone.blue(), dense);
        }
      }
    }
  }
}
