package darkroom.verify.request;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * F53: more than five times as many submits as the worker can do. First by a few accounts, which
 * run into their own limit (L9) while another account's single tasks still get through; then by so
 * many that the whole queue is full. A round is five seconds.
 */
public final class OverloadRun implements Run {
  private static final int ROUNDS = 120;
  private static final int ROUND_SECONDS = 5;
  private static final int WARM_SECONDS = 15;
  private static final int WORKERS = 4;
  private static final int ENGINE_MEDIAN_MILLIS = 200;
  private static final int OFFERED_PER_SECOND = 64;
  private static final int LOUD = 8;
  private static final int OPEN_PER_ACCOUNT = 20;
  private static final int MOST_WAITING = 100;

  @Override
  public String name() {
    return "overload";
  }

  @Override
  public String promise() {
    return "five times too much is shed early and in words; what was accepted is done";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    try (var engine = new EngineProcess(plan, ENGINE_MEDIAN_MILLIS);
        Victim victim =
            Victim.of(plan)
                .engine(engine.url())
                .env("DARKROOM_WORKER_TASKS", Integer.toString(WORKERS))
                .env("DARKROOM_WORKER_ENGINE_POLL", "50ms")
                .env("DARKROOM_TASK_MAX_OPEN_PER_ACCOUNT", Integer.toString(OPEN_PER_ACCOUNT))
                .env("DARKROOM_TASK_MAX_WAITING", Integer.toString(MOST_WAITING))
                .flag("-Xmx256m")
                .start()) {
      return attack(plan, victim);
    }
  }

  private static Tally attack(Plan plan, Victim victim) throws Exception {
    var tally = new Tally();
    var tenants = new ArrayList<Tenant>();
    try (var admin = new Caller(victim, victim.adminKey())) {
      for (int i = 0; i < LOUD; i++) {
        tenants.add(new Tenant(victim, admin.newMember("loud" + i + "@example.org", 1_000_000)));
      }
      var calm = new Tenant(victim, admin.newMember("calm@example.org", 1_000_000));
      int half = Math.max(1, plan.rounds(ROUNDS) * ROUND_SECONDS / 2);
      // a victim that has just started answers slowly, which is not what is asked here
      var cold = new Crowd(tenants.subList(0, LOUD / 2), calm);
      cold.offer(OFFERED_PER_SECOND, Math.min(WARM_SECONDS, half));
      double before = ends(admin);
      var few = new Crowd(tenants.subList(0, LOUD / 2), calm);
      few.offer(OFFERED_PER_SECOND, half);
      long memory = victim.residentKilobytes();
      var many = new Crowd(tenants, calm);
      many.offer(OFFERED_PER_SECOND, half);
      long grown = victim.residentKilobytes() - memory;
      // what it can do, seen while the worker is never idle
      long pace = Math.round((ends(admin) - before) / (2.0 * half));
      tenants.add(calm);
      awaitEnds(plan, tenants, tally);
      tally
          .fact("offered", few.offered() + many.offered())
          .fact("accepted", few.accepted() + many.accepted())
          .fact("shed_429", few.shed429() + many.shed429())
          .fact("shed_503", few.shed503() + many.shed503())
          .fact("ends_per_second", pace)
          .volume("times_too_much", OFFERED_PER_SECOND / Math.max(1, pace), 5)
          .bad("shed_without_words", cold.wordless() + few.wordless() + many.wordless())
          .bad("other_answers", cold.others() + few.others() + many.others())
          .bad("calm_shed", few.calmShed()) // while only others are too loud
          .fact("calm_shed_by_full_queue", many.calmShed())
          .volume("calm_accepted", few.calmAccepted(), 5)
          .bad("poll_failed", cold.pollFailed() + few.pollFailed() + many.pollFailed())
          .fact("rss_mb", (memory + grown) / 1024)
          .pace("early_503", few.shed503(), 0)
          .pace("shed_p99_ms", Math.max(few.shedP99(), many.shedP99()), 250)
          .pace("poll_p99_ms", Math.max(few.pollP99(), many.pollP99()), 250)
          .pace("rss_growth_mb", Math.max(0, grown / 1024), 64);
      if (many.shed503() == 0) {
        tally.bad("queue_never_full", 1);
      }
    } finally {
      tenants.forEach(Tenant::close);
    }
    return tally;
  }

  /** Tasks that have ended so far. */
  private static double ends(Caller admin) throws IOException, InterruptedException {
    return admin
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("darkroom_tasks_ended_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void awaitEnds(Plan plan, List<Tenant> tenants, Tally tally) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    long open = 0;
    long failed = 0;
    for (Tenant tenant : tenants) {
      open += tenant.awaitEnds(end);
      failed += tenant.failed();
    }
    if (open > 0) {
      plan.progress(open + " tasks without an end after three minutes");
    }
    tally.bad("unfinished", open).bad("failed", failed);
  }
}
