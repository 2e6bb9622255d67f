package darkroom.engine.builtin.theme;

import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Tone;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the colours that pictures are made of. */
final class Eyedropper {

  private static final int GRID = 24;
  private static final int CLUSTERS = 6;
  private static final int ROUNDS = 8;

  private Eyedropper() {}

  /** Five colours from dark to light and the most colourful one; the same for the same pictures. */
  static Palette palette(List<BufferedImage> pictures) {
    List<double[]> samples = new ArrayList<>();
    for (BufferedImage picture : pictures) {
      for (int i = 0; i < GRID * GRID; i++) {
        int x = (int) ((i % GRID + 0.5) / GRID * picture.getWidth());
        int y = (int) ((Math.floorDiv(i, GRID) + 0.5) / GRID * picture.getHeight());
        samples.add(Tone.rgb(picture.getRGB(x, y)).oklab());
      }
    }
    List<double[]> found = clusters(samples);
    found.sort(Comparator.comparingDouble(lab -> lab[0]));
    double[] accent =
        found.stream()
            .max(Comparator.comparingDouble(lab -> Math.hypot(lab[1], lab[2])))
            .orElseThrow();
    // the steps of lightness are ours, so that type and prints always stand out; the hues are
    // theirs
    return new Palette(
        at(0.2, found.get(0)),
        at(0.36, found.get(1)),
        at(0.58, found.get(3)),
        at(0.8, found.get(4)),
        at(0.95, found.get(5)),
        Tone.oklab(Math.clamp(accent[0], 0.45, 0.8), accent[1], accent[2]));
  }

  private static Tone at(double lightness, double[] lab) {
    double room = 1 - Math.abs(lightness - 0.55) * 1.3;
    return Tone.oklab(lightness, lab[1] * room, lab[2] * room);
  }

  private static List<double[]> clusters(List<double[]> samples) {
    List<double[]> centres = new ArrayList<>();
    List<double[]> sorted = new ArrayList<>(samples);
    sorted.sort(Comparator.comparingDouble(lab -> lab[0]));
    for (int i = 0; i < CLUSTERS; i++) {
      centres.add(sorted.get((int) ((i + 0.5) / CLUSTERS * sorted.size())).clone());
    }
    for (int round = 0; round < ROUNDS; round++) {
      double[][] sums = new double[CLUSTERS][4];
      for (double[] sample : samples) {
        double[] sum = sums[nearest(centres, sample)];
        for (int i = 0; i < 3; i++) {
          sum[i] += sample[i];
        }
        sum[3]++;
      }
      for (int i = 0; i < CLUSTERS; i++) {
        double[] sum = sums[i];
        if (sum[3] > 0) {
          centres.set(i, new double[] {sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]});
        }
      }
    }
    return centres;
  }

  private static int nearest(List<double[]> centres, double[] sample) {
    int best = 0;
    double least = Double.MAX_VALUE;
    for (int i = 0; i < centres.size(); i++) {
      double[] centre = centres.get(i);
      double dl = centre[0] - sample[0];
      double da = centre[1] - sample[1];
      double db = centre[2] - sample[2];
      double distance = dl * dl * 0.5 + da * da + db * db;
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return best;
  }
}
