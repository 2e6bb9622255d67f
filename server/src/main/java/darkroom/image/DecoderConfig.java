package darkroom.image;

import darkroom.config.ConfigReader;
import java.time.Duration;

/**
 * What decoding may take from the process. A decoded pixel stands in up to about 12 bytes of heap
 * (source and RGB copy), so 50 million are about 600 MB at the very worst. Progressive JPEGs count
 * for what their reader keeps outside of the heap.
 *
 * @param permitPixels pixels that may be decoded at the same time, over all threads
 * @param longestWait for a place among them
 * @param longestDecode of one picture, once it has its place
 */
public record DecoderConfig(long permitPixels, Duration longestWait, Duration longestDecode) {

  public static DecoderConfig read(ConfigReader reader) {
    return new DecoderConfig(
        reader.integer(
            "image.decode-pixels",
            50_000_000,
            1_000_000,
            1_000_000_000,
            "Pixels decoded at the same time over the whole process; each takes up to 12 bytes, and"
                + " no more than half of the heap is given to them."),
        reader.duration(
            "image.decode-wait", "20s", "100ms", "10m", "Longest wait for a place to decode."),
        reader.duration(
            "image.decode-time",
            "10s",
            "100ms",
            "10m",
            "Longest decoding of one picture; above it a reference counts as damaged, and a result is"
                + " kept unseen."));
  }
}
