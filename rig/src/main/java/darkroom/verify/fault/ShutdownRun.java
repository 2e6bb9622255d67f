package darkroom.verify.fault;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM under load, again and again on one data folder: it ends with status 0 in time, whoever
 * was accepted was told so, and everything accepted is done by the next process. Then a second
 * process on the same folder, which has to be refused.
 */
public final class ShutdownRun implements Run {
  private static final int ROUNDS = 100;
  private static final int SECONDS = 5;
  private static final int ACKED_IN_A_ROUND = 5;
  private static final int CREDITS = 10_000_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "shutdown";
  }

  @Override
  public String promise() {
    return "told to stop under load, it drops nothing it accepted and ends in time";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    int rounds = plan.rounds(ROUNDS);
    var tally = new Tally().volume("sigterm", rounds, ROUNDS);
    tally.fact("rolling", 0); // needs two nodes, which one data folder does not give
    tally.bad("client_errors", "bad_exit", "lost", "corrupt");
    var exits = new ArrayList<Long>();
    var book = new Book();
    int cut = 0;
    int finished = 0;
    try (var mock = new MockProcess(plan);
        var hooks = new Hooks()) {
      Victim.Settings settings = mock.victim(plan);
      Random random = plan.random("stops");
      try (Victim victim = settings.start()) {
        var customer = new Customer(victim);
        customer.grant(victim.adminKey(), CREDITS);
        for (int round = 0; round < rounds; round++) {
          exits.add(stop(plan, round, victim, hooks, book, random, tally));
          victim.restart();
        }
        cut = book.open().size();
        var audit = new Audit(customer, hooks, mock);
        audit.all(book);
        tally.bad("second_accepted", seconds(plan, settings, rounds));
        victim.stop();
        // a task that nobody was told of is an accepted request that got no answer
        audit.closed(victim.data(), plan.folder().resolve("look"), -1);
        tally.bad("client_errors", Remains.tasks(plan.folder().resolve("look")) - book.size());
        tally.bad("lost", audit.lost()).bad("corrupt", audit.corrupt());
        finished = audit.finished();
        if (!audit.isClean()) {
          plan.progress(audit.toString());
        }
      }
    }
    Collections.sort(exits);
    long worst = exits.get(Math.min(exits.size() - 1, exits.size() * 99 / 100));
    tally.atMost("exit_p99_s", Math.ceilDiv(worst, 1000), 30);
    return tally
        .fact("exit_p99_ms", worst)
        .volume("acked", book.size(), (long) ACKED_IN_A_ROUND * rounds)
        .volume("finished_files", finished, rounds)
        .fact("refused_before_accept", cut);
  }

  private static long stop(
      Plan plan, int round, Victim victim, Hooks hooks, Book book, Random random, Tally tally)
      throws InterruptedException {
    var customer = new Customer(victim);
    // some pictures take longer than others, so that a stop always finds some under way
    var load =
        new Load(
            customer,
            book,
            4,
            random.nextInt(20),
            key -> new Order(key, key.endsWith("0") ? "{{slow 1500}}" : "", false, hooks.ok()),
            round + "-");
    while (load.answered() + load.refused() < 3) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    TimeUnit.MILLISECONDS.sleep(random.nextInt(800));
    long begun = System.nanoTime();
    Optional<Integer> exit = victim.stop(LIMIT);
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    load.close();
    tally.bad("client_errors", load.odd());
    if (!exit.equals(Optional.of(0))) {
      tally.bad("bad_exit", 1);
    }
    if (round % 10 == 0) {
      plan.progress("stop " + round + ": " + took + " ms, acked so far " + book.size());
    }
    return took;
  }

  /** How many of a few second processes were not refused in words. */
  private static int seconds(Plan plan, Victim.Settings settings, int rounds)
      throws IOException, InterruptedException {
    int accepted = 0;
    for (int i = 0; i < Math.min(SECONDS, rounds); i++) {
      Path log = plan.folder().resolve("second-" + i + ".log");
      settings.log(log);
      try (Victim second = settings.launch()) {
        Optional<Integer> exit = second.awaitExit(LIMIT);
        List<String> said = Files.readAllLines(log);
        boolean refused =
            exit.equals(Optional.of(1))
                && said.stream().anyMatch(line -> line.contains("another Darkroom already runs"));
        accepted += refused ? 0 : 1;
      }
    }
    settings.log(plan.folder().resolve("victim.log"));
    return accepted;
  }
}
