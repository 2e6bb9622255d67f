package darkroom.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import darkroom.config.ConfigException;
import darkroom.config.ConfigReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogConfigTest {

  @Test
  void there_is_no_folder_by_default() {
    assertThat(CatalogConfig.read(new ConfigReader(Map.of(), Map.of())).folder()).isEmpty();
  }

  @Test
  void the_folder_comes_from_the_environment() {
    var reader = new ConfigReader(Map.of(), Map.of("DARKROOM_CATALOG_FOLDER", "own/models"));

    assertThat(CatalogConfig.read(reader).folder()).contains(Path.of("own/models"));
  }

  @Test
  void a_path_that_cannot_be_is_a_problem() {
    var reader = new ConfigReader(Map.of("catalog.folder", "a\u0000b"), Map.of());

    CatalogConfig.read(reader);

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(reader::check)
        .withMessage("catalog.folder: no path (expected: a folder)");
  }
}
