package darkroom.verify.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamRunTest {
  @Test
  void a_sample_of_the_run_is_clean(@TempDir Path folder) throws Exception {
    var plan = new Plan(OptionalInt.of(60), System.nanoTime(), folder, Optional.empty());

    Tally tally = new UpstreamRun().run(plan);

    assertThat(tally.faults(false)).as("seed=" + plan.seed() + " " + tally.line()).isEmpty();
  }
}
