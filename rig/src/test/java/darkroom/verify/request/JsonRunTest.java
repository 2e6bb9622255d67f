package darkroom.verify.request;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class JsonRunTest {
  @TempDir private Path folder;

  @Test
  void a_sample_is_clean() throws Exception {
    var plan = new Plan(OptionalInt.of(1), 1, folder, Optional.empty());

    Tally tally = new JsonRun().run(plan);

    assertThat(tally.faults(false)).as(tally.line()).isEmpty();
  }
}
