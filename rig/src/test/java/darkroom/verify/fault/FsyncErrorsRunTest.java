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

/** A sample; {@code ./verify fsync-eio} is the whole. */
class FsyncErrorsRunTest {

  @Test
  void nothing_is_acknowledged_on_a_disk_that_does_not_sync(@TempDir Path folder) throws Exception {
    assumeTrue(Tool.isRoot(), "needs root");
    assumeTrue(Tool.isThere("strace"), "needs strace");
    assumeTrue(Tool.isThere("unshare"), "needs unshare");
    assumeTrue(Tool.isThere("nsenter"), "needs nsenter");
    assumeTrue(Tool.isThere("mkfs.ext4"), "needs mkfs.ext4");
    var plan = new Plan(OptionalInt.of(1), 1, folder, Optional.empty());

    Tally tally = new FsyncErrorsRun().run(plan);

    assertThat(tally.faults(false)).as(tally.line()).isEmpty();
  }
}
