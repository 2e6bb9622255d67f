package darkroom.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The settings file: lines of {@code key = value} in Java's properties form, {@code #} for
 * comments.
 */
public final class SettingsFile {

  private SettingsFile() {}

  /**
   * Reads the file; no file means no settings.
   *
   * @throws ConfigException when it cannot be read or names a key twice
   */
  public static Map<String, String> read(Optional<Path> file) {
    return file.map(SettingsFile::read).orElse(Map.of());
  }

  private static Map<String, String> read(Path file) {
    var twice = new ArrayList<String>();
    var properties =
        new Properties() {
          @Override
          public synchronized Object put(Object key, Object value) {
            if (containsKey(key)) {
              twice.add(key + ": stands twice in " + file);
            }
            return super.put(key, value);
          }
        };
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(List.of(file + ": cannot be read (" + e.getMessage() + ")"));
    }
    if (!twice.isEmpty()) {
      throw new ConfigException(twice);
    }
    var settings = new TreeMap<String, String>();
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    return settings;
  }
}
