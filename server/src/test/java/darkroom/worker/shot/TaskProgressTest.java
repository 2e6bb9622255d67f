package darkroom.worker.shot;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.credit.Credits;
import darkroom.db.OpenStore;
import darkroom.task.Claim;
import darkroom.task.Headroom;
import darkroom.task.Lease;
import darkroom.task.LeaseToken;
import darkroom.task.Samples;
import darkroom.task.SettableClock;
import darkroom.task.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskProgressTest {
  @TempDir private Path folder;

  @Test
  void a_store_in_trouble_does_not_break_off_what_was_begun() throws Exception {
    var clock = new SettableClock();
    var open = new OpenStore(folder, clock);
    var account = open.account(Credits.of(100));
    open.tasks.insert(Samples.queued(Samples.task("t1", account, 1, clock.instant())));
    Instant now = clock.instant();
    var lease = new Lease(now, now.plusSeconds(15), Duration.ofHours(1));
    Claim claim =
        open.tasks.claim(1, lease, Headroom.UNBOUNDED, () -> new LeaseToken("a")).getFirst();
    var progress = new TaskProgress(open.tasks, claim, clock);

    open.close();

    assertThatThrownBy(() -> open.tasks.advance(claim, 1)).isInstanceOf(StoreException.class);
    assertThatCode(() -> progress.told(0, 50)).doesNotThrowAnyException();
  }
}
