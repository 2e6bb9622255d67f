package darkroom.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;

/**
 * Scales a picture so that it covers other pixels exactly, by Lanczos' filter of three lobes; what
 * stands over is cut off evenly on both sides, so nothing is distorted. Works row by row: beside
 * source and result it holds a few rows. Stateless.
 */
final class Lanczos {
  private static final int LOBES = 3;
  private static final int BANDS = 3;

  private Lanczos() {}

  /**
   * Which source pixels make one of the result, and how much each.
   *
   * @param first index of the first source pixel, by pixel of the result
   * @param weights of the pixels from there on; they sum to 1
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Taps(int[] first, float[][] weights) {

    /** The most source pixels that any pixel of the result needs. */
    int widest() {
      return Arrays.stream(weights).mapToInt(row -> row.length).max().orElse(1);
    }
  }

  /**
   * @param source TYPE_INT_RGB
   * @throws InterruptedIOException when the thread was interrupted meanwhile
   */
  static BufferedImage cover(BufferedImage source, int width, int height) throws IOException {
    double scale =
        Math.min((double) source.getWidth() / width, (double) source.getHeight() / height);
    Taps columns = taps(source.getWidth(), width, scale);
    Taps rows = taps(source.getHeight(), height, scale);
    float[][] ring = new float[rows.widest()][width * BANDS];
    int[] held = new int[ring.length];
    Arrays.fill(held, -1);
    int[] line = new int[source.getWidth()];
    float[] sum = new float[width * BANDS];
    int[] packed = new int[width];
    var result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while scaling");
      }
      Arrays.fill(sum, 0);
      float[] weights = rows.weights[y];
      for (int k = 0; k < weights.length; k++) {
        int from = rows.first[y] + k;
        int slot = from % ring.length;
        if (held[slot] != from) {
          source.getRGB(0, from, line.length, 1, line, 0, line.length);
          across(line, columns, ring[slot]);
          held[slot] = from;
        }
        float[] row = ring[slot];
        float weight = weights[k];
        for (int i = 0; i < sum.length; i++) {
          sum[i] += weight * row[i];
        }
      }
      pack(sum, packed);
      result.setRGB(0, y, width, 1, packed, 0, width);
    }
    return result;
  }

  /** One row of the source, scaled in its width. */
  private static void across(int[] line, Taps columns, float[] into) {
    for (int x = 0; x < columns.first.length; x++) {
      float red = 0;
      float green = 0;
      float blue = 0;
      int from = columns.first[x];
      float[] weights = columns.weights[x];
      for (int k = 0; k < weights.length; k++) {
        int rgb = line[from + k];
        red += weights[k] * (rgb >> 16 & 0xff);
        green += weights[k] * (rgb >> 8 & 0xff);
        blue += weights[k] * (rgb & 0xff);
      }
      into[x * BANDS] = red;
      into[x * BANDS + 1] = green;
      into[x * BANDS + 2] = blue;
    }
  }

  private static void pack(float[] sum, int[] packed) {
    for (int x = 0; x < packed.length; x++) {
      packed[x] =
          level(sum[x * BANDS]) << 16 | level(sum[x * BANDS + 1]) << 8 | level(sum[x * BANDS + 2]);
    }
  }

  /** The filter overshoots at edges. */
  private static int level(float value) {
    return Math.clamp(Math.round(value), 0, 255);
  }

  /**
   * @param scale source pixels by pixel of the result; the middle of the source is taken
   */
  private static Taps taps(int source, int wanted, double scale) {
    double blur = Math.max(1, scale);
    double offset = (source - wanted * scale) / 2;
    int[] first = new int[wanted];
    float[][] weights = new float[wanted][];
    for (int i = 0; i < wanted; i++) {
      double centre = offset + (i + 0.5) * scale;
      int from = Math.clamp((int) Math.floor(centre - LOBES * blur), 0, source - 1);
      int to = Math.clamp((int) Math.ceil(centre + LOBES * blur), from + 1, source);
      float[] row = new float[to - from];
      double total = 0;
      for (int j = 0; j < row.length; j++) {
        double weight = weight((from + j + 0.5 - centre) / blur);
        row[j] = (float) weight;
        total += weight;
      }
      for (int j = 0; j < row.length; j++) {
        row[j] /= (float) total;
      }
      first[i] = from;
      weights[i] = row;
    }
    return new Taps(first, weights);
  }

  private static double weight(double distance) {
    if (Math.abs(distance) < 1e-9) {
      return 1;
    }
    if (Math.abs(distance) >= LOBES) {
      return 0;
    }
    double angle = Math.PI * distance;
    return LOBES * Math.sin(angle) * Math.sin(angle / LOBES) / (angle * angle);
  }
}
