package darkroom.engine.builtin;

import java.util.List;

/** A smooth run through several tones, looked up by a share from 0 to 1. Immutable. */
final class Ramp {

  static final int STEPS = 1024;

  final float[] red = new float[STEPS];
  final float[] green = new float[STEPS];
  final float[] blue = new float[STEPS];

  Ramp(List<Tone> tones) {
    for (int i = 0; i < STEPS; i++) {
      double at = (double) i / (STEPS - 1) * (tones.size() - 1);
      int from = Math.min((int) at, Math.max(0, tones.size() - 2));
      Tone tone =
          tones.size() == 1 ? tones.getFirst() : tones.get(from).mix(tones.get(from + 1), at - from);
      red[i] = tone.red();
      green[i] = tone.green();
      blue[i] = tone.blue();
    }
  }

  static Ramp of(Tone... tones) {
    return new Ramp(List.of(tones));
  }

  /** Index of the step for a share; shares outside 0 to 1 take the nearest end. */
  static int step(double share) {
    return (int) Math.clamp(share * (STEPS - 1), 0, STEPS - 1);
  }

  Tone at(double share) {
    int i = step(share);
    return new Tone(red[i], green[i], blue[i]);
  }
}
