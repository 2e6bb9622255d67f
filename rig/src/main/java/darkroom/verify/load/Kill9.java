package darkroom.verify.load;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Checker;
import darkroom.verify.rig.Rig;
import darkroom.verify.rig.RoleProcess;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * F01, F02, F42, F45: SIGKILL under load, again and again, on one data folder. A third of the kills
 * falls at any time, the others right behind a state change that the rig can see: an answer, a
 * submit at the engine, a callback. One in five is followed by a second kill in the middle of the
 * recovery.
 */
public final class Kill9 implements Run {
  private static final int FULL = 1_000;
  private static final long GRANTED = 10_000_000;
  private static final int LOADER_PAUSE_MILLIS = 60;
  private static final int LATEST_KILL_MILLIS = 1_500;
  private static final int LATEST_AFTER_EVENT_MILLIS = 30;
  private static final int LATEST_SECOND_KILL_MILLIS = 500;
  private static final long RECOVERY_MILLIS = 5_000;

  @Override
  public String name() {
    return "kill9";
  }

  @Override
  public String promise() {
    return "SIGKILL at any instant costs no task, no credit, no callback";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    int rounds = plan.rounds(FULL);
    Random random = plan.random("kills");
    List<Long> recoveries = new ArrayList<>();
    int twice = 0;
    try (Rig rig = Rig.start(plan, Victim.of(plan), LOADER_PAUSE_MILLIS)) {
      rig.grant(GRANTED - 10_000);
      var checker = new Checker(plan, rig.victim());
      rig.load();
      for (int round = 1; round <= rounds; round++) {
        String task = awaitMoment(rig, random);
        rig.victim().kill();
        if (random.nextInt(5) == 0) {
          rig.victim().relaunch();
          TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_SECOND_KILL_MILLIS));
          rig.victim().kill();
          twice++;
        }
        recoveries.add(rig.victim().restart().toMillis());
        if (!task.isEmpty()) {
          checker.sample(task);
        }
        if (round % 50 == 0) {
          plan.progress("kill " + round + " of " + rounds);
        }
      }
      rig.pause();
      Tally tally = checker.check(GRANTED);
      tally.fact("rounds", rounds).fact("killed_in_recovery", twice);
      tally.volume("accepted", tally.value("accepted"), 20_000);
      return tally.pace("recover_p99_ms", percentile(recoveries, 99), RECOVERY_MILLIS);
    }
  }

  /** Waits for the moment to kill; returns the last task seen in a callback, if any. */
  private static String awaitMoment(Rig rig, Random random)
      throws IOException, InterruptedException {
    RoleProcess watched =
        switch (random.nextInt(9)) {
          case 0, 1 -> rig.loader();
          case 2, 3 -> rig.engine();
          case 4, 5 -> rig.receiver();
          default -> null;
        };
    if (watched == null) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_KILL_MILLIS));
      return "";
    }
    watched.forget();
    String line = "";
    for (int events = 1 + random.nextInt(12); events > 0; events--) {
      line = watched.await(LATEST_KILL_MILLIS, TimeUnit.MILLISECONDS);
    }
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_AFTER_EVENT_MILLIS));
    return line.startsWith("callback ") ? line.substring("callback ".length()) : "";
  }

  static long percentile(List<Long> values, int percent) {
    List<Long> sorted = values.stream().sorted().toList();
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }
}
