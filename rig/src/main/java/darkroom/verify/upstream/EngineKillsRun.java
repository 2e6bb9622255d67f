package darkroom.verify.upstream;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.FakeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGKILL while every engine works on pictures, most kills right behind what a fake has just seen:
 * a paid submit, its own answer, a poll. All fakes are slow and none does anything bad, so every
 * shot that the victim did not lose to the kill itself has to end in its picture.
 */
public final class EngineKillsRun implements Run {
  private static final int FULL = 200;
  private static final int SMALL = 10;
  private static final int CLIENTS_FOR_EACH = 5;

  /** Most of them wait for their deadline, for a callback that came while nobody listened. */
  private static final int CLIENTS_WHERE_CALLED_BACK = 40;

  /** So that one kill does not meet them all. */
  private static final int LONGEST_PAUSE_MILLIS = 20_000;

  private static final int LEAST_HITS = 50;
  private static final int LATEST_KILL_MILLIS = 2_500;
  private static final int LATEST_AFTER_EVENT_MILLIS = 30;
  private static final int MOST_EVENTS = 16;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** As long as an engine's callback is waited for that came while nobody listened. */
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /** No history comes late here; and who asks longer than a victim lives never comes to an end. */
  private static final Duration WINDOW = Duration.ofSeconds(1);

  /** A life in four is at least that long, enough to find out what became of lost answers. */
  private static final int LONG_LIFE_MILLIS = 4_000;

  @Override
  public String name() {
    return "engine-kills";
  }

  @Override
  public String promise() {
    return "SIGKILL while upstream engines draw costs no second picture and gives none away";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    int rounds = plan.rounds(FULL);
    try (Upstream upstream = Upstream.start(plan, TIMEOUT, DEADLINE, WINDOW)) {
      var tally = new Tally().fact("kills", rounds);
      var traffic = new Traffic(upstream.victim(), DEADLINE.plusMinutes(3), 500);
      List<Shelf.Entry> entries = entries(upstream, rounds);
      List<String> engines =
          entries.stream().map(entry -> entry.vendors().getFirst().name()).toList();
      var witness = new Witness(upstream);
      var going = new AtomicBoolean(true);
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        var numbers = new AtomicInteger();
        var followed = new ArrayList<Future<Boolean>>();
        for (Shelf.Entry entry : entries) {
          for (int i = 0; i < clients(entry.vendors().getFirst()); i++) {
            followed.add(
                clients.submit(() -> {
                  while (going.get()) {
                    int number = numbers.getAndIncrement();
                    TimeUnit.MILLISECONDS.sleep(pause(plan, entry, number));
                    traffic.follow(order(plan, upstream, entry, number));
                  }
                  return true;
                }));
          }
        }
        try {
          kill(plan, upstream, witness, rounds);
        } finally {
          going.set(false);
        }
        for (Future<Boolean> client : followed) {
          client.get(); // one that broke down has followed nothing to its end
        }
      }
      var verdict = new Verdict(upstream, traffic, tally);
      Attempts attempts = verdict.judge();
      verdict.killed(attempts);
      witness.report(attempts, tally);
      tally.volume("least_hit", witness.leastHit(engines), LEAST_HITS);
      return tally.volume("rounds", rounds, FULL);
    }
  }

  /** A short run leaves out who may have to be waited for until the deadline. */
  private static List<Shelf.Entry> entries(Upstream upstream, int rounds) {
    return upstream.shelf().single().stream()
        .filter(entry ->
            rounds >= SMALL || entry.vendors().getFirst().found() != Vendor.Found.BY_CALLBACK)
        .toList();
  }

  private static int clients(Vendor vendor) {
    return vendor.found() == Vendor.Found.BY_CALLBACK
        ? CLIENTS_WHERE_CALLED_BACK
        : CLIENTS_FOR_EACH;
  }

  private static int pause(Plan plan, Shelf.Entry entry, int number) {
    return entry.vendors().getFirst().found() == Vendor.Found.BY_CALLBACK
        ? plan.random("pause-" + number).nextInt(LONGEST_PAUSE_MILLIS)
        : 0;
  }

  private static void kill(Plan plan, Upstream upstream, Witness witness, int rounds)
      throws Exception {
    Random random = plan.random("kills");
    for (int round = 1; round <= rounds; round++) {
      if (random.nextInt(4) == 0) {
        TimeUnit.MILLISECONDS.sleep(LONG_LIFE_MILLIS);
      }
      awaitMoment(upstream.fakes(), random);
      upstream.victim().kill();
      witness.look();
      upstream.victim().restart();
      if (round % 20 == 0) {
        plan.progress("kill " + round + " of " + rounds);
      }
    }
  }

  private static void awaitMoment(List<FakeProcess> fakes, Random random)
      throws IOException, InterruptedException {
    if (random.nextInt(4) == 0) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_KILL_MILLIS));
      return;
    }
    FakeProcess watched = fakes.get(random.nextInt(fakes.size()));
    watched.events().forget();
    for (int events = 1 + random.nextInt(MOST_EVENTS); events > 0; events--) {
      if (watched.events().await(LATEST_KILL_MILLIS, TimeUnit.MILLISECONDS).isEmpty()) {
        return; // all its clients wait for their deadline: no use waiting with them
      }
    }
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_AFTER_EVENT_MILLIS));
  }

  private static Order order(Plan plan, Upstream upstream, Shelf.Entry entry, int number) {
    Random random = plan.random("order-" + number);
    boolean late = entry.vendors().getFirst().jobs() && random.nextBoolean();
    Mode mode =
        Mode.of(
            late ? "late " + random.nextInt(3_000) : "slow " + random.nextInt(900), Mode.FINISHED);
    int n = 1 + random.nextInt(2);
    String callback = random.nextInt(3) == 0 ? upstream.callback(number) : "";
    return new Order("order-" + number, entry, mode, n, callback);
  }
}
