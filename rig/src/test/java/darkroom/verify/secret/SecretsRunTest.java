package darkroom.verify.secret;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsRunTest {
  @TempDir private Path folder;

  @Test
  void nothing_shows_where_it_does_not_belong() throws Exception {
    var plan = new Plan(OptionalInt.of(1), 1, folder, Optional.empty());

    Tally tally = new SecretsRun().run(plan);

    assertThat(tally.faults(false)).as(tally.line()).isEmpty();
  }
}
