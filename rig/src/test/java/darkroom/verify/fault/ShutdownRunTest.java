package darkroom.verify.fault;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sample; {@code ./verify shutdown} is the whole. */
class ShutdownRunTest {

  @Test
  void a_stop_under_load_drops_nothing(@TempDir Path folder) throws Exception {
    var plan = new Plan(OptionalInt.of(1), 1, folder, Optional.empty());

    Tally tally = new ShutdownRun().run(plan);

    assertThat(tally.faults(false)).as(tally.line()).isEmpty();
  }
}
