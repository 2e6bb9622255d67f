package darkroom.catalog;

import darkroom.config.ConfigReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of the catalog.
 *
 * @param folder where the operator keeps descriptors of his own; empty when only the bundled models
 *     are sold
 */
public record CatalogConfig(Optional<Path> folder) {
  private static final String FOLDER = "catalog.folder";

  public static CatalogConfig read(ConfigReader reader) {
    Optional<String> folder =
        reader.optionalText(
            FOLDER,
            "Folder of model descriptors (*.json) beside the bundled ones; one with the id of a"
                + " bundled model replaces it.");
    return new CatalogConfig(folder.flatMap(text -> path(text, reader)));
  }

  private static Optional<Path> path(String text, ConfigReader reader) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      reader.problem(FOLDER, "no path", "a folder");
      return Optional.empty();
    }
  }
}
