package darkroom.verify.picture;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesRunTest {
  @TempDir private Path folder;

  @Test
  void a_file_url_gives_that_file_alone_and_no_reader_holds_it() throws Exception {
    Tally tally = new FilesRun().run(new Plan(OptionalInt.of(1), 1, folder, Optional.empty()));

    assertThat(tally.faults(false)).as(tally.line()).isEmpty();
  }
}
