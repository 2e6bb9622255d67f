package darkroom.verify.fault;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Kills the victim before the first, the second, … the last system call of one task's life, in four
 * scenarios, two of them at once, and lets it recover each time. A round is a point.
 */
public final class CrashPointsRun implements Run {
  private static final int WANTED = 300;
  private static final int HANDFUL = 40;
  private static final int AT_ONCE = 2;
  private static final int MEASURED = 3;
  private static final int MORE_SHARE = 8;
  private static final int GRANTED = 10_000;
  private static final int QUIET_MILLIS = 400;
  private static final int LONGEST_LIFE_SECONDS = 20;
  private static final List<String> SCENARIOS = List.of("text", "edit", "fail", "callback");

  @Override
  public String name() {
    return "crashpoints";
  }

  @Override
  public String promise() {
    return "killed before any system call of a task's life, it recovers cleanly";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    Tool.need("strace");
    var tally = new Tally().fact("points", 0).fact("clean", 0);
    var score = new Score(tally);
    // few points are best spread over one kind of life: all four would be seen too coarsely
    List<String> scenarios = plan.rounds(WANTED) < HANDFUL ? SCENARIOS.subList(0, 1) : SCENARIOS;
    try (var mock = new MockProcess(plan);
        var hooks = new Hooks();
        // strace holds calls most of the time: two victims hardly wait for each other
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var ends = new ArrayList<Future<?>>();
      for (String scenario : scenarios) {
        ends.add(
            threads.submit(() -> {
              new Scenario(plan, scenario, mock, hooks, score).run(scenarios.size());
              return true;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
    tally.volume("points", score.points, WANTED);
    tally.exactly("clean", score.clean, score.points);
    tally.fact("unreached", score.unreached).fact("scenarios", scenarios.size());
    score.classes.forEach((name, count) -> tally.fact("at_" + name, count));
    score.calls.forEach((name, count) -> tally.fact(name, count));
    return tally;
  }

  /** Of all scenarios. Thread-safe. */
  private static final class Score {
    private final Tally tally;
    private int points;
    private int clean;
    private int unreached;
    private final Map<String, Integer> classes = new TreeMap<>();
    private final Map<String, Integer> calls = new TreeMap<>();

    Score(Tally tally) {
      this.tally = tally;
    }

    synchronized void point(String reached, String call, Audit audit) {
      points++;
      clean += audit.isClean() ? 1 : 0;
      audit.addTo(tally);
      classes.merge(reached, 1, Integer::sum);
      calls.merge(call, 1, Integer::sum);
    }

    /** The life was over before its call came: it was not killed at a point, but recovered. */
    synchronized void unreached(Audit audit) {
      unreached++;
      audit.addTo(tally);
    }

    /** What showed at no point, but before or after all of them. */
    synchronized void late(Audit audit, long paidTwice) {
      audit.addTo(tally);
      tally.bad("paid_twice", paidTwice);
    }
  }

  /** All points of one kind of task, on one data folder. */
  private static final class Scenario {
    private final Plan plan;
    private final String name;
    private final Hooks hooks;
    private final MockProcess mock;
    private final Score score;
    private final Book book = new Book();
    private final Path data;
    private final Path look;
    private final Victim.Settings settings;
    private int tasksBefore = 1 + MEASURED;

    Scenario(Plan plan, String name, MockProcess mock, Hooks hooks, Score score) {
      this.plan = plan;
      this.name = name;
      this.hooks = hooks;
      this.mock = mock;
      this.score = score;
      data = plan.folder().resolve(name);
      look = plan.folder().resolve("look-" + name);
      settings = mock.victim(plan).data(data).log(plan.folder().resolve(name + ".log"));
    }

    void run(int scenarios) throws Exception {
      try (Victim victim = settings.start()) {
        var customer = new Customer(victim);
        var audit = new Audit(customer, hooks, mock);
        int life = measure(victim, customer, audit);
        score.late(audit, 0);
        plan.progress(name + ": " + life + " calls in a life");
        int points = Math.min(life, Math.ceilDiv(plan.rounds(scenarios * life), scenarios));
        // fewer points than calls are spread over the life, other ones for each seed
        int offset = plan.random(name).nextInt(life);
        for (int i = 0; i < points; i++) {
          point(victim, customer, audit, 1 + (int) (((long) i * life + offset) / points));
          if (i % 25 == 24) {
            plan.progress(name + ": " + (i + 1) + " of " + points);
          }
        }
        Audit end = audit.after();
        end.balance(GRANTED);
        victim.stop();
        end.closed(data, look, points + 1 + MEASURED);
        long twice =
            mock.taken().entrySet().stream()
                .filter(taken -> taken.getKey().startsWith(name + "-") && taken.getValue() > 1)
                .count();
        if (!end.isClean() || twice > 0) {
          plan.progress(name + ": " + end + " paid_twice=" + twice);
        }
        score.late(end, twice);
      }
    }

    /**
     * Lives a first life, which makes classes and folders, and more whose calls are counted. Lives
     * differ in how often they poll, so there are some calls more than in the longest: whoever
     * stops at a shorter one's end never dies in the last calls of a longer one.
     */
    private int measure(Victim victim, Customer customer, Audit audit) throws Exception {
      Order warm = order(-1);
      audit.task(warm, book.order(customer, warm).task());
      int longest = 0;
      for (int i = 0; i < MEASURED; i++) {
        try (var trap = new Trap(victim.pid(), Integer.MAX_VALUE)) {
          Order order = order(-2 - i);
          String task = book.order(customer, order).task();
          awaitEndOfLife(victim, trap, CompletableFuture.completedFuture(task));
          audit.task(order, task);
          longest = Math.max(longest, trap.count());
        }
      }
      return longest + longest / MORE_SHARE;
    }

    private void point(Victim victim, Customer customer, Audit audit, int n) throws Exception {
      Order order = order(n);
      String call;
      boolean hit;
      try (var trap = new Trap(victim.pid(), n)) {
        var reply =
            CompletableFuture.supplyAsync(() -> {
              try {
                return book.order(customer, order).task();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
        awaitEndOfLife(victim, trap, reply);
        call = trap.last();
        hit = trap.count() >= n;
        victim.kill();
        reply.join();
      }
      String reached = Remains.of(data, look, tasksBefore);
      victim.restart();
      if (!book.acknowledged().containsKey(order.key())) {
        book.order(customer, order);
      }
      tasksBefore++;
      var own = new Audit(customer, hooks, mock);
      String task = book.acknowledged().getOrDefault(order.key(), "none");
      own.task(order, task);
      audit.add(own);
      if (hit) {
        score.point(reached, call, own);
      } else {
        score.unreached(own);
      }
      if (!own.isClean()) {
        plan.progress(name + " " + n + " before " + call + " at " + reached + ": " + own);
      }
    }

    private void awaitEndOfLife(Victim victim, Trap trap, CompletableFuture<String> reply)
        throws InterruptedException {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_LIFE_SECONDS);
      while (victim.isAlive() && System.nanoTime() < until) {
        boolean over = reply.isDone() && hooks.wasTold(reply.join());
        if (over && trap.quietMillis() > QUIET_MILLIS) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }

    private Order order(int n) {
      String key = name + "-" + n;
      return switch (name) {
        case "edit" -> new Order(key, "", true, hooks.ok());
        case "fail" -> new Order(key, "{{fail}}", false, hooks.ok());
        case "callback" -> new Order(key, "", false, hooks.grumpy());
        default -> Order.plain(key, hooks.ok());
      };
    }
  }
}
