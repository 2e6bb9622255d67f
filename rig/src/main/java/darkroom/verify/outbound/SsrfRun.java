package darkroom.verify.outbound;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import java.io.IOException;
import java.util.List;

/** V12: whatever URL is given, nothing inside is ever connected to, and the public is. */
public final class SsrfRun implements Run {

  @Override
  public String name() {
    return "ssrf";
  }

  @Override
  public String promise() {
    return "no URL, name, redirect or proxy leads to an address that is not public";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    if (!Island.isPossible()) {
      throw new IOException("ssrf needs root, unshare, nsenter and ip for namespaces of its own");
    }
    try (var world = new World(plan)) {
      var attack = new SsrfAttack(plan, world);
      for (Step step : attack.steps()) {
        long begun = System.nanoTime();
        step.action().run();
        plan.progress(step.name() + ": " + (System.nanoTime() - begun) / 1_000_000 + " ms");
      }
      return attack.tally();
    }
  }

  /** A part of the attack. */
  record Step(String name, Action action) {}

  /** What a part does. */
  interface Action {
    void run() throws Exception;
  }

  static List<String> share(List<String> all, Plan plan, int full) {
    int wanted = Math.clamp((long) all.size() * plan.rounds(full) / full, 1, all.size());
    var shuffled = new java.util.ArrayList<>(all);
    java.util.Collections.shuffle(shuffled, plan.random("share" + all.size()));
    return List.copyOf(shuffled.subList(0, wanted));
  }
}
