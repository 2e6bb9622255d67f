package darkroom.image;

import darkroom.config.ConfigReader;

/**
 * How large a picture may be (limit L3), checked before anything is decoded.
 *
 * @param maxBytes encoded size in bytes
 * @param maxPixels width times height
 * @param maxSide the longer side in pixels
 */
public record ImageLimits(long maxBytes, long maxPixels, int maxSide) {

  public static ImageLimits read(ConfigReader reader) {
    return new ImageLimits(
        reader.bytes("image.max-bytes", "20MiB", 1, 1L << 30, "Largest picture taken, encoded."),
        reader.integer(
            "image.max-pixels", 50_000_000, 1, 500_000_000, "Most pixels a picture may have."),
        reader.integer(
            "image.max-side", 16_384, 1, 65_535, "Longest side of a picture, in pixels."));
  }
}
