package darkroom.verify.planted;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.verify.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlantedTest {
  @Test
  void every_bug_still_fits_the_sources_compiles_and_names_a_run(@TempDir Path folder)
      throws IOException {
    for (Planted bug : Planted.all()) {
      bug.compileInto(folder.resolve(bug.id()));

      assertThat(Runs.named(bug.run())).as(bug.id() + " names " + bug.run()).isPresent();
      assertThat(bug.what()).as(bug.id()).isNotBlank();
    }
  }

  @Test
  void the_page_lists_every_bug_with_its_run_and_its_rounds() throws IOException {
    String page = Files.readString(Planted.checkout().resolve("docs/verify.md"));

    for (Planted bug : Planted.all()) {
      assertThat(page)
          .contains(
              "| %s | %s | [%s](#%s) | %d |"
                  .formatted(bug.id(), bug.what(), bug.run(), bug.run(), bug.rounds()));
    }
  }
}
