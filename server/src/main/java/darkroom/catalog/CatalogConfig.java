package darkroom.catalog;

import darkroom.config.ConfigReader;
import darkroom.credit.Credits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of the catalog.
 *
 * @param folder where the operator keeps descriptors of his own; empty when only the bundled models
 *     are sold
 * @param creditsPerUsd what one US dollar is in credits, where prices are shown beside costs
 */
public record CatalogConfig(Optional<Path> folder, int creditsPerUsd) {
  private static final String FOLDER = "catalog.folder";
  private static final int USD_SCALE = 6;

  public static CatalogConfig read(ConfigReader reader) {
    Optional<String> folder =
        reader.optionalText(
            FOLDER,
            "Folder of model descriptors (*.json) beside the bundled ones; one with the id of a"
                + " bundled model replaces it.");
    return new CatalogConfig(
        folder.flatMap(text -> path(text, reader)),
        reader.integer(
            "catalog.credits-per-usd",
            200,
            1,
            1_000_000,
            "Credits that stand for one US dollar; only for showing prices beside what engines cost."));
  }

  /** This amount in US dollars, to a millionth. */
  public BigDecimal usd(Credits credits) {
    return credits
        .toDecimal()
        .divide(BigDecimal.valueOf(creditsPerUsd), USD_SCALE, RoundingMode.HALF_UP);
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
