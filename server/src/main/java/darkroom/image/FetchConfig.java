package darkroom.image;

import darkroom.config.ConfigReader;
import java.time.Duration;

/**
 * What fetching one reference may take (limit L6).
 *
 * @param total from the look-up of the name to the last byte, redirects included
 * @param redirects followed at most
 */
public record FetchConfig(Duration total, int redirects) {

  public static FetchConfig read(ConfigReader reader) {
    return new FetchConfig(
        reader.duration(
            "image.fetch-time",
            "30s",
            "100ms",
            "10m",
            "Longest time for fetching one reference by URL, redirects included."),
        reader.integer(
            "image.fetch-redirects", 3, 0, 10, "Redirects followed on the way to a reference."));
  }
}
