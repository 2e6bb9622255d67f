package darkroom.verify.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksRunTest {

  @Test
  void a_few_callbacks_of_every_kind_arrive(@TempDir Path folder) throws Exception {
    var plan = new Plan(OptionalInt.of(10), 1, folder, Optional.empty());

    Tally tally = new WebhooksRun().run(plan);

    assertThat(tally.faults(false)).as(tally.line()).isEmpty();
    assertThat(tally.value("delivered")).isGreaterThan(20);
  }
}
