package darkroom.verify.request;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Thousands of slow callers of four kinds, and beside them an honest one whose time is taken. */
final class SlowCrowd {
  private static final List<SlowCaller.Kind> KINDS = List.of(SlowCaller.Kind.values());
  private static final int MOST = 2_000;
  private static final int LEAST_OPEN = 1_000;
  private static final long PROBE_MILLIS = 50;

  private final Plan plan;
  private final Victim victim;
  private final int seconds;

  SlowCrowd(Plan plan, Victim victim) {
    this.plan = plan;
    this.victim = victim;
    seconds = plan.rounds(60);
  }

  void run(Tally tally) throws Exception {
    try (var caller = new Caller(victim, Victim.MEMBER_KEY);
        var admin = new Caller(victim, victim.adminKey())) {
      String file = picture(caller);
      var callers = new ArrayList<SlowCaller>();
      int count = Math.min(MOST, seconds * 100);
      for (int i = 0; i < count; i++) {
        callers.add(new SlowCaller(KINDS.get(i % KINDS.size()), victim.port(), file));
      }
      var crowd = Thread.ofPlatform().daemon().start(() -> pace(callers));
      probe(caller, new ArrayList<>(), 2); // until it is warm, and the crowd has settled
      var millis = new ArrayList<Double>();
      int failed = probe(caller, millis, seconds);
      crowd.interrupt();
      crowd.join();
      int open = (int) callers.stream().filter(SlowCaller::isOpen).count();
      callers.forEach(SlowCaller::close);
      report(tally, millis, failed, count, open, callers, admin);
    }
  }

  private void report(
      Tally tally,
      List<Double> millis,
      int failed,
      int count,
      int open,
      List<SlowCaller> callers,
      Caller admin)
      throws IOException, InterruptedException {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double p99 = sorted.length == 0 ? 1e9 : sorted[(int) (sorted.length * 0.99)];
    tally
        .volume("slow_conns", count, MOST)
        .volume("open_at_end", open, LEAST_OPEN)
        .fact("connected_in_all", callers.stream().mapToInt(SlowCaller::connects).sum())
        .fact("cut", cut(admin))
        .fact("probes", sorted.length)
        .fact("probe_p50_ms", Math.round(sorted.length == 0 ? 1e9 : sorted[sorted.length / 2]))
        .pace("probe_p99_ms", (long) Math.ceil(p99), 250)
        .bad("probe_fail", failed);
  }

  /** How many the victim cut off, by its own metrics. */
  private static String cut(Caller admin) throws IOException, InterruptedException {
    Matcher reasons =
        Pattern.compile("connections_closed_total\\{reason=\"(\\w+)\"} (\\d+)")
            .matcher(admin.get("/metrics").body());
    var shown = new ArrayList<String>();
    while (reasons.find()) {
      shown.add(reasons.group(1) + ":" + reasons.group(2));
    }
    return String.join(",", shown);
  }

  private static void pace(List<SlowCaller> callers) {
    try {
      while (true) {
        for (SlowCaller caller : callers) {
          caller.step();
        }
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (InterruptedException over) {
      // the crowd goes home
    }
  }

  private int probe(Caller caller, List<Double> millis, int seconds) throws InterruptedException {
    int failed = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (int i = 0; System.nanoTime() < end; i++) {
      long begun = System.nanoTime();
      try {
        Caller.Reply reply =
            switch (i % 3) {
              case 0 -> caller.get("/health/ready");
              case 1 -> caller.get("/api/user/balance");
              default ->
                  caller.submit(
                      "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"[[fail]]\"}}");
            };
        if (reply.status() != 200) {
          failed++;
          plan.progress("probe: " + reply.status() + " " + reply.message());
        }
      } catch (IOException e) {
        failed++;
        plan.progress("probe: " + e);
      }
      millis.add((System.nanoTime() - begun) / 1e6);
      TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
    }
    return failed;
  }

  private static String picture(Caller caller) throws IOException, InterruptedException {
    String id =
        caller
            .submit(
                """
                {"model": "seedream-4.5", "input": {"prompt": "a boat", "size": "1920x1920"}}\
                """)
            .json()
            .path("data")
            .path("task_id")
            .asString();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      String url =
          caller
              .get("/api/generate/status/" + id)
              .json()
              .path("data")
              .path("files")
              .path(0)
              .path("file_url")
              .asString("");
      if (!url.isEmpty()) {
        return url.substring(url.indexOf("/f/"));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IOException("no picture after a minute: " + id);
  }
}
