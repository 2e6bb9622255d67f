package darkroom.storage;

import darkroom.config.ConfigReader;
import java.time.Duration;

/** How long pictures stay, and how much room the disk must keep. */
public record StorageConfig(Duration keepFiles, long freeSpaceFloor) {

  public static StorageConfig read(ConfigReader reader) {
    return new StorageConfig(
        reader.duration(
            "storage.keep-files", "30d", "1m", "3650d", "How long pictures can be fetched."),
        reader.bytes(
            "storage.free-space-floor",
            "1GiB",
            0,
            1L << 50,
            "Below this much free disk no task is accepted (503)."));
  }
}
