package darkroom.verify.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sample; {@code ./verify crashpoints} is the whole. */
class CrashPointsRunTest {

  @Test
  void a_task_survives_death_before_any_of_its_system_calls(@TempDir Path folder) throws Exception {
    assumeTrue(Tool.isRoot(), "needs root");
    assumeTrue(Tool.isThere("strace"), "needs strace");
    var plan = new Plan(OptionalInt.of(3), 1, folder, Optional.empty());

    Tally tally = new CrashPointsRun().run(plan);

    assertThat(tally.faults(false)).as(tally.line()).isEmpty();
  }
}
