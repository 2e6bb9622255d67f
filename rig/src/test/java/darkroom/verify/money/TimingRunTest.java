package darkroom.verify.money;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingRunTest {
  @Test
  void no_guess_of_a_sample_reaches_the_database(@TempDir Path folder) throws Exception {
    var plan = new Plan(OptionalInt.of(20), System.nanoTime(), folder, Optional.empty());

    Tally tally = new TimingRun().run(plan);

    assertThat(tally.faults(false)).as("seed=" + plan.seed() + " " + tally.line()).isEmpty();
  }
}
