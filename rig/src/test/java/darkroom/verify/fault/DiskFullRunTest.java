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

/** A sample; {@code ./verify diskfull} is the whole. */
class DiskFullRunTest {

  @Test
  void a_full_file_store_refuses_and_heals(@TempDir Path folder) throws Exception {
    assumeTrue(Tool.isRoot(), "needs root");
    assumeTrue(Tool.isThere("unshare"), "needs unshare");
    assumeTrue(Tool.isThere("nsenter"), "needs nsenter");
    assumeTrue(Tool.isThere("prlimit"), "needs prlimit");
    assumeTrue(Tool.isThere("setpriv"), "needs setpriv");
    var plan = new Plan(OptionalInt.of(1), 1, folder, Optional.empty());

    Tally tally = new DiskFullRun().run(plan);

    assertThat(tally.faults(false)).as(tally.line()).isEmpty();
  }
}
