package darkroom.verify.upstream;

import darkroom.fake.Fakes;
import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.RoleProcess;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hundred answers of tens of megabytes in flight at once, into a server with the flags of {@code
 * ./darkroom}; then F37, engines ten times as slow as they should be, some calls beyond the minute
 * after which proxies give up.
 */
public final class MemoryRun implements Run {
  private static final String ENGINE = "openai";
  private static final int FULL = 100;
  private static final long MOST_MB = 512;
  private static final int SLOW_FOR_EACH = 24;
  private static final int BEYOND_PROXIES_MILLIS = 63_000;
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String promise() {
    return "large answers do not fill the memory, and slow ones are not asked for twice";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    int tasks = plan.rounds(FULL);
    var tally = new Tally();
    if (Fakes.names().contains(ENGINE)) {
      heavy(plan, tasks, tally);
    } else {
      plan.progress(
          "skipped: the large answers need the engine " + ENGINE + ", which is not there");
      tally.fact("large_answers", "skipped(no_engine_" + ENGINE + ")");
    }
    if (tasks >= FULL) {
      slow(plan, tally);
    }
    return tally;
  }

  private static void heavy(Plan plan, int tasks, Tally tally) throws Exception {
    Path answer = plan.folder().resolve("answer.json");
    try (var upstream =
            new RoleProcess(
                HeavyUpstream.class,
                plan.folder().resolve("rig.log"),
                answer.toString(),
                Integer.toString(tasks),
                Long.toString(plan.seed()));
        Victim victim = victim(plan, upstream.port(), tasks)) {
      var traffic = new Traffic(victim, PATIENCE, 2_000);
      var most = new AtomicLong();
      var going = new AtomicBoolean(true);
      Thread sampler = Thread.ofPlatform().start(() -> sample(victim, most, going));
      traffic.run(orders(tasks), tasks);
      going.set(false);
      sampler.join();
      long finished =
          traffic.ends().values().stream().filter(end -> end.path("files").size() == 1).count();
      tally.fact("answer_mb", Files.size(answer) >> 20);
      tally.volume("large_answers", tasks, FULL);
      tally.exactly("large_pictures", finished, tasks);
      tally.exactly("large_received", received(upstream), tasks);
      tally.atMost("max_rss_mb", most.get(), MOST_MB);
      tally.bad("garbage_served", garbage(traffic));
      victim.stop();
    }
  }

  /** With the flags of {@code ./darkroom}, except where its cache is. */
  private static Victim victim(Plan plan, int port, int tasks)
      throws IOException, InterruptedException {
    var shelf = new Shelf(List.of(Vendor.of(ENGINE)));
    Path catalog = plan.folder().resolve("heavy-catalog");
    shelf.writeTo(catalog);
    return Victim.of(plan)
        .data(plan.folder().resolve("heavy-data"))
        .flag("-Xmx1g")
        .flag("-XX:+ExitOnOutOfMemoryError")
        .setting("catalog.folder", catalog.toString())
        .setting("engine.openai.profile", "vllm-omni")
        .setting("engine.openai.base-url", "http://127.0.0.1:" + port + "/v1")
        .setting("engine.openai.models", shelf.names(Vendor.of(ENGINE)))
        .setting("engine.openai.sizes", "4096x4096")
        .setting("engine.openai.concurrency", Integer.toString(tasks))
        .setting("worker.tasks", Integer.toString(tasks))
        .start();
  }

  private static List<Order> orders(int tasks) {
    Vendor large = new Vendor(ENGINE, "", "4096x4096", true, Vendor.Found.NEVER, false, true);
    Shelf.Entry entry = new Shelf(List.of(large)).single().getFirst();
    var orders = new ArrayList<Order>();
    for (int number = 0; number < tasks; number++) {
      orders.add(new Order("large-" + number, entry, Modes.none(), 1, ""));
    }
    return orders;
  }

  private static void sample(Victim victim, AtomicLong most, AtomicBoolean going) {
    try {
      while (going.get()) {
        most.accumulateAndGet(victim.residentKilobytes() >> 10, Math::max);
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (IOException gone) {
      // then its tasks do not end either
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long garbage(Traffic traffic) {
    return traffic.ends().keySet().stream()
        .flatMap(task -> traffic.gallery().of(task).stream())
        .filter(seen -> seen.width() != 4096 || seen.height() != 4096)
        .count();
  }

  private static int received(RoleProcess upstream) throws InterruptedException {
    int count = 0;
    for (String line = upstream.await(0, TimeUnit.SECONDS);
        !line.isEmpty();
        line = upstream.await(0, TimeUnit.SECONDS)) {
      count++;
    }
    return count;
  }

  private static void slow(Plan plan, Tally tally) throws Exception {
    Random random = plan.random("slow");
    try (Upstream upstream = Upstream.start(plan, Duration.ofMinutes(2), Duration.ofMinutes(20))) {
      var traffic = new Traffic(upstream.victim(), PATIENCE, 1_000);
      var orders = new ArrayList<Order>();
      for (Shelf.Entry entry : upstream.shelf().single()) {
        for (int i = 0; i < SLOW_FOR_EACH; i++) {
          int millis = i < 2 ? BEYOND_PROXIES_MILLIS : 5_000 + random.nextInt(10_000);
          Mode mode = Mode.of("slow " + millis, Mode.FINISHED);
          orders.add(new Order("slow-" + orders.size(), entry, mode, 1, ""));
        }
      }
      traffic.run(orders, orders.size());
      var verdict = new Verdict(upstream, traffic, tally);
      verdict.judge();
      tally.fact("slow_tasks", orders.size());
      tally.exactly("slow_paid_per_1000_shots", tally.value("paid_per_1000_shots"), 1_000);
    }
  }
}
