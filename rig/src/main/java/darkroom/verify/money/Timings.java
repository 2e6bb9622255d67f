package darkroom.verify.money;

import java.util.Arrays;
import java.util.Random;

/**
 * Times an action for three classes of input in a random order, and tells how far apart the classes
 * are, in the manner of dudect: Welch's t over all samples and over ever more narrowly cropped ones
 * (slow outliers are noise of the machine), the largest of them over all pairs of classes.
 */
final class Timings {
  private static final int CROPS = 20;

  private final int[] classes;
  private final long[] nanos;

  private Timings(int[] classes, long[] nanos) {
    this.classes = classes;
    this.nanos = nanos;
  }

  /** Does something with one text whose time is measured. */
  @FunctionalInterface
  interface Action {
    void on(String text) throws Exception;
  }

  /**
   * @param pools texts of each class, equally many; each sample takes a fresh copy of one
   */
  static Timings measure(String[][] pools, int samples, Random random, Action action)
      throws Exception {
    var classes = new int[samples];
    var nanos = new long[samples];
    for (int i = 0; i < samples; i++) {
      classes[i] = random.nextInt(pools.length);
      String[] pool = pools[classes[i]];
      String text = new String(pool[random.nextInt(pool.length)].toCharArray());
      long begun = System.nanoTime();
      action.on(text);
      nanos[i] = System.nanoTime() - begun;
    }
    return new Timings(classes, nanos);
  }

  /** The largest |t| of any two classes at any crop. */
  double maxT() {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    double most = maxT(Long.MAX_VALUE);
    for (int crop = 1; crop <= CROPS; crop++) {
      double kept = 1 - Math.pow(0.5, 10.0 * crop / CROPS);
      most = Math.max(most, maxT(sorted[(int) (kept * (sorted.length - 1))]));
    }
    return most;
  }

  private double maxT(long longest) {
    var means = new Welch[] {new Welch(), new Welch(), new Welch()};
    for (int i = 0; i < nanos.length; i++) {
      if (nanos[i] <= longest) {
        means[classes[i]].add((double) nanos[i]);
      }
    }
    double most = 0;
    for (int i = 0; i < means.length; i++) {
      for (int j = i + 1; j < means.length; j++) {
        most = Math.max(most, Math.abs(Welch.t(means[i], means[j])));
      }
    }
    return most;
  }
}
