package darkroom.verify.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SsrfRunTest {

  @Test
  void a_hundredth_of_the_attacks_reaches_nothing_inside(@TempDir Path folder) throws Exception {
    assumeThat(Island.isPossible()).as("namespaces of our own, which need root").isTrue();
    var plan = new Plan(OptionalInt.of(1), 1, folder, Optional.empty());

    Tally tally = new SsrfRun().run(plan);

    assertThat(tally.faults(false)).as(tally.line()).isEmpty();
    assertThat(tally.value("connections")).isPositive();
  }
}
