package darkroom.engine.builtin.paint;

import darkroom.engine.builtin.colour.Ramp;

/** A field shown as a smooth run of colour. */
public record Marbling(Rect area, Field field, Ramp ramp) implements Layer {

  @Override
  public void paint(Band band) {
    Rect box = band.clip().meet(area);
    if (box.isEmpty()) {
      return;
    }
    float[] values = new float[box.width()];
    for (int y = box.top(); y < box.bottom(); y++) {
      field.row(y, box.left(), values, box.width());
      int pixel = band.index(box.left(), y);
      for (int x = 0; x < values.length; x++) {
        float at = Math.clamp(values[x], 0, 1) * (Ramp.STEPS - 1);
        band.blend(pixel + x, ramp, (int) at, 1);
      }
    }
  }
}
