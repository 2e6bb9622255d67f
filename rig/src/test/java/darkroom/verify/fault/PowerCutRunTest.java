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

/** A sample; {@code ./verify powercut} is the whole. */
class PowerCutRunTest {

  @Test
  void a_power_cut_takes_nothing_that_was_acknowledged(@TempDir Path folder) throws Exception {
    assumeTrue(Tool.isRoot(), "needs root");
    assumeTrue(Tool.isThere("unshare"), "needs unshare");
    assumeTrue(Tool.isThere("nsenter"), "needs nsenter");
    assumeTrue(Tool.isThere("mkfs.ext4"), "needs mkfs.ext4");
    var plan = new Plan(OptionalInt.of(1), 1, folder, Optional.empty());

    Tally tally = new PowerCutRun().run(plan);

    assertThat(tally.faults(false)).as(tally.line()).isEmpty();
  }
}
