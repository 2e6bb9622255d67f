package darkroom.verify.picture;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesRunTest {
  @TempDir private Path folder;

  @Test
  void no_hostile_picture_of_a_few_does_harm() throws Exception {
    Tally tally = new ImagesRun().run(new Plan(OptionalInt.of(20), 1, folder, Optional.empty()));

    assertThat(tally.faults(false)).as(tally.line()).isEmpty();
  }
}
