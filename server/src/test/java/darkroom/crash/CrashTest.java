package darkroom.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code -Ddarkroom.crash.rounds=50 -Ddarkroom.crash.seed=1} makes it longer and repeatable in its
 * choices; by default a few rounds with a fresh seed, which is printed.
 */
class CrashTest {
  private static final int ROUNDS = Integer.getInteger("darkroom.crash.rounds", 3);
  private static final long SEED = Long.getLong("darkroom.crash.seed", System.nanoTime());
  private static final int SUBMITS = 12;
  private static final int LATEST_KILL_MILLIS = 1_500;

  @Test
  void killed_in_the_middle_of_bursts_it_loses_and_doubles_nothing(@TempDir Path folder)
      throws Exception {
    var random = new Random(SEED);
    Map<String, Integer> accepted = new HashMap<>();
    int unanswered = 0;
    Duration slowest = Duration.ZERO;
    Path data = folder.resolve("data");

    Verdict verdict;
    ServerProcess server = ServerProcess.start(data);
    try (Receiver receiver = Receiver.start()) {
      var burst = new Burst(server, receiver.url());
      for (int round = 0; round < ROUNDS; round++) {
        List<Future<Burst.Submit>> submits = burst.begin(round, SUBMITS, random);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_KILL_MILLIS));
        server.kill();
        var open = new ArrayList<Burst.Submit>();
        for (Future<Burst.Submit> submit : submits) {
          Burst.Submit done = submit.get();
          done.task().ifPresentOrElse(id -> accepted.put(id, done.n()), () -> open.add(done));
        }
        Duration took = server.restart();
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
        unanswered += open.size();
        // who got no answer asks again under the same key
        for (Burst.Submit submit : open) {
          accepted.put(burst.submit(submit.key(), submit.n()).task().orElseThrow(), submit.n());
        }
        assertThat(accepted).as("one task per key").hasSize(SUBMITS * (round + 1));
      }
      verdict = new Count(server, receiver).of(accepted, ROUNDS, unanswered, data);
    } finally {
      server.stop();
    }

    System.out.println(verdict + " seed=" + SEED + " slowest_start_ms=" + slowest.toMillis());
    assertThat(verdict.isClean()).as(verdict + " seed=" + SEED).isTrue();
  }
}
