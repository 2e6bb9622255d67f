package darkroom.image;

import darkroom.config.ConfigReader;

/**
 * How large a picture may be (limit L3), checked before anything is decoded.
 *
 * @param maxBytes encoded size of a reference, in bytes
 * @param maxResultBytes the same of what an engine delivers
 * @param maxPixels width times height
 * @param maxSide the longer side in pixels
 */
public record ImageLimits(long maxBytes, long maxResultBytes, long maxPixels, int maxSide) {

  public static ImageLimits read(ConfigReader reader) {
    return new ImageLimits(
        reader.bytes("image.max-bytes", "20MiB", 1, 1L << 30, "Largest reference taken, encoded."),
        reader.bytes(
            "image.max-result-bytes",
            "64MiB",
            1,
            1L << 30,
            "Largest picture of an engine that is kept, encoded."),
        reader.integer(
            "image.max-pixels", 50_000_000, 1, 500_000_000, "Most pixels a picture may have."),
        reader.integer(
            "image.max-side", 16_384, 1, 65_535, "Longest side of a picture, in pixels."));
  }

  /** The limits of what engines deliver. */
  public ImageLimits ofResults() {
    return new ImageLimits(maxResultBytes, maxResultBytes, maxPixels, maxSide);
  }
}
