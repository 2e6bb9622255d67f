package darkroom.verify.money;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One key, one task: eight callers use each idempotency key at the same moment while the server is
 * killed now and then, and everything is asked again after restarts (guarantee G7, limit L13).
 */
public final class IdempotencyRun implements Run {
  private static final int KEYS = 2_000;
  private static final int GROUP = 100;
  private static final int PARALLEL = 8;

  @Override
  public String name() {
    return "idempotency";
  }

  @Override
  public String promise() {
    return "one idempotency key makes one task, in parallel, across kill -9 and restarts";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    var tally = new Tally();
    int keys = plan.rounds(KEYS);
    tally.volume("keys", keys, KEYS).fact("parallel", PARALLEL);
    tally.bad("dup_task", "wrong_replay", "conflict_wrong", "bounds_wrong", "drift");
    try (var victim = Wire.queueing(Victim.of(plan)).start();
        var wire = new Wire(victim)) {
      wire.occupy();
      wire.newAccount("once@example.org", Integer.toString(keys * 5 + 1_000));
      String member = wire.newKey("once@example.org", "").path("api_key").asString();
      tally.bad("bounds_wrong", KeyBounds.wrong(victim, member));
      Random random = plan.random("keys");
      var all = new ArrayList<OneKey>();
      int kills = 0;
      for (int begun = 0; begun < keys; begun += GROUP) {
        List<OneKey> group = group(begun, Math.min(GROUP, keys - begun), random);
        kills += race(victim, wire, member, group, random, tally);
        all.addAll(group);
        plan.progress(all.size() + " keys: " + tally.line());
      }
      tally.fact("kills", kills);
      victim.kill();
      victim.restart();
      long right = askAgain(wire, member, all, tally);
      tally.fact("after_restart_ok", right == all.size() ? "all" : right + "/" + all.size());
      tally.bad("after_restart_wrong", all.size() - right);
      victim.kill();
      audit(victim, all.size(), tally);
    }
    return tally;
  }

  private static List<OneKey> group(int first, int size, Random random) {
    var group = new ArrayList<OneKey>();
    for (int i = first; i < first + size; i++) {
      group.add(new OneKey(i, random));
    }
    return group;
  }

  /** All callers of a group at once, cut through by a kill; then the same again without one. */
  private static int race(
      Victim victim, Wire wire, String member, List<OneKey> group, Random random, Tally tally)
      throws Exception {
    long delay = 20L + random.nextInt(400);
    Thread killer =
        Thread.ofPlatform()
            .start(() -> {
              try {
                Thread.sleep(delay);
                victim.kill();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    submitAll(wire, member, group, true, tally);
    killer.join();
    victim.restart();
    submitAll(wire, member, group, false, tally);
    return 1;
  }

  private static void submitAll(
      Wire wire, String member, List<OneKey> keys, boolean mayBreak, Tally tally) throws Exception {
    var submits = new ArrayList<Callable<Integer>>();
    for (int caller = 0; caller < PARALLEL; caller++) {
      int spelling = caller;
      for (OneKey key : keys) {
        submits.add(() -> key.submit(wire, member, spelling, mayBreak));
      }
    }
    int wrong = 0;
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> submit : side.invokeAll(submits)) {
        wrong += submit.get();
      }
    }
    tally.bad("wrong_replay", wrong);
  }

  private static long askAgain(Wire wire, String member, List<OneKey> keys, Tally tally)
      throws Exception {
    long right = 0;
    for (OneKey key : keys) {
      right += key.submit(wire, member, 1, false) == 0 ? 1 : 0;
      tally.bad("conflict_wrong", key.conflicts(wire, member) ? 0 : 1);
    }
    return right;
  }

  /**
   * From the database: as many tasks, holds and keys as keys were used, beside those of the set-up.
   */
  private static void audit(Victim victim, int keys, Tally tally) throws Exception {
    var database = victim.data().resolve("darkroom.db");
    String account = "(select id from account where email = 'once@example.org')";
    long tasks =
        Books.count(
            database,
            "select count(*) from task where account_id = "
                + account
                + " and input not like '%bounds%'");
    tally.bad("dup_task", Math.abs(tasks - keys));
    Books.audit(database, tally);
  }
}
