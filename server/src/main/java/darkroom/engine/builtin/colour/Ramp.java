package darkroom.engine.builtin.colour;

import java.util.Arrays;
import java.util.List;

/** A smooth run through several tones, looked up by a share from 0 to 1. Immutable. */
public final class Ramp {

  /** How many steps a ramp is stored in. */
  public static final int STEPS = 1024;

  private final float[] red = new float[STEPS];
  private final float[] green = new float[STEPS];
  private final float[] blue = new float[STEPS];

  private Ramp(List<Tone> tones) {
    if (tones.size() == 1) {
      Arrays.fill(red, tones.getFirst().red());
      Arrays.fill(green, tones.getFirst().green());
      Arrays.fill(blue, tones.getFirst().blue());
      return;
    }
    List<double[]> stops = tones.stream().map(Tone::oklab).toList();
    for (int i = 0; i < STEPS; i++) {
      double at = (double) i / (STEPS - 1) * (stops.size() - 1);
      int stop = Math.min((int) at, stops.size() - 2);
      Tone tone = between(stops.get(stop), stops.get(stop + 1), at - stop);
      red[i] = tone.red();
      green[i] = tone.green();
      blue[i] = tone.blue();
    }
  }

  private static Tone between(double[] from, double[] to, double share) {
    return Tone.oklab(
        from[0] + (to[0] - from[0]) * share,
        from[1] + (to[1] - from[1]) * share,
        from[2] + (to[2] - from[2]) * share);
  }

  /** A run through the tones in equal parts; one tone alone is flat. */
  public static Ramp of(Tone... tones) {
    return new Ramp(List.of(tones));
  }

  /** Index of the step for a share; shares outside 0 to 1 take the nearest end. */
  public static int step(double share) {
    return (int) Math.clamp(share * (STEPS - 1), 0, STEPS - 1);
  }

  /** Red of a step, 0 to 1; a step is from 0 to below {@link #STEPS}. */
  public float red(int step) {
    return red[step];
  }

  /** Green of a step, 0 to 1. */
  public float green(int step) {
    return green[step];
  }

  /** Blue of a step, 0 to 1. */
  public float blue(int step) {
    return blue[step];
  }

  /** The tone at a share; shares outside 0 to 1 take the nearest end. */
  public Tone at(double share) {
    int i = step(share);
    return new Tone(red[i], green[i], blue[i]);
  }
}
