package darkroom.catalog;

import java.util.Optional;

/**
 * What a custom size must obey.
 *
 * @param minPixels least product of the sides, at least 1
 * @param maxPixels greatest product of the sides, below 2^31
 * @param maxRatio how many times as long as the other a side may be, at least 1
 */
public record PixelLimits(long minPixels, long maxPixels, int maxRatio) {

  public PixelLimits {
    if (minPixels < 1 || maxPixels < minPixels || maxPixels > Integer.MAX_VALUE || maxRatio < 1) {
      throw new IllegalArgumentException(
          "pixels " + minPixels + " to " + maxPixels + ", ratio " + maxRatio);
    }
  }

  /**
   * Why these sides are refused; empty when they are fine. Products only: a quotient would round at
   * exactly the limit.
   *
   * @param width 0 to 2^31-1, so that no product leaves 64 bits
   * @param height likewise
   */
  Optional<String> refusal(long width, long height) {
    String size = width + "x" + height;
    long pixels = width * height;
    if (pixels < minPixels || pixels > maxPixels) {
      return Optional.of(
          size + " has " + pixels + " pixels, must have " + minPixels + " to " + maxPixels);
    }
    if (width > maxRatio * height || height > maxRatio * width) {
      return Optional.of(
          size
              + " has one side more than "
              + maxRatio
              + " times the other, must be at most "
              + maxRatio
              + " times");
    }
    return Optional.empty();
  }
}
