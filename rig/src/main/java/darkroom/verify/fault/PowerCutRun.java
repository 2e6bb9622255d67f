package darkroom.verify.fault;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Cuts the power of the victim's disk under load, again and again, and judges after the journal was
 * replayed. Two victims side by side: one on one disk, one with its pictures on a disk apart. A
 * control that does not sync its commits has to lose acknowledged orders by the same cuts, or they
 * would prove nothing.
 */
public final class PowerCutRun implements Run {
  private static final int ROUNDS = 200;
  private static final int CONTROL_SHARE = 20;
  private static final int ACKED_IN_A_ROUND = 5;
  private static final int MOST_DISKS = 2;
  private static final int FEW = 20;
  private static final String CONTROL_BUG = "P02";
  private static final String APART_BUG = "P04";

  @Override
  public String name() {
    return "powercut";
  }

  @Override
  public String promise() {
    return "a power cut loses no acknowledged task and no file of a finished one";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    Tool.need("unshare", "nsenter", "mkfs.ext4", "mount", "umount");
    int rounds = plan.rounds(ROUNDS);
    var tally = new Tally().bad("acked_lost", "corrupt");
    try (ExecutorService threads = Executors.newFixedThreadPool(MOST_DISKS + 1)) {
      var disks = new ArrayList<Future<PowerCuts>>();
      int many = rounds < FEW ? 1 : MOST_DISKS;
      for (int i = 0; i < many; i++) {
        Plan own = own(plan, "disk-" + i, plan.seed() + i, plan.bug());
        int share = (rounds + i) / many;
        boolean apart = i > 0 || plan.bug().equals(Optional.of(APART_BUG));
        disks.add(threads.submit(() -> PowerCuts.of(own, share, apart)));
      }
      if (rounds > 1) {
        int share = Math.ceilDiv(rounds, CONTROL_SHARE);
        Plan own = own(plan, "control", plan.seed(), Optional.of(CONTROL_BUG));
        PowerCuts control = threads.submit(() -> PowerCuts.of(own, share, false)).get();
        tally.exactly("control_lost_any", control.lost() > 0 ? 1 : 0, 1);
        tally.fact("control_lost", control.lost()).fact("control_rounds", share);
      }
      int acked = 0;
      int finished = 0;
      for (Future<PowerCuts> disk : disks) {
        PowerCuts cuts = disk.get();
        tally.bad("acked_lost", cuts.lost()).bad("corrupt", cuts.corrupt());
        acked += cuts.acked();
        finished += cuts.finished();
      }
      tally.volume("rounds", rounds, ROUNDS);
      tally.volume("acked", acked, (long) ACKED_IN_A_ROUND * rounds);
      return tally.volume("finished_files", finished, rounds);
    }
  }

  private static Plan own(Plan plan, String name, long seed, Optional<String> bug)
      throws IOException {
    Path folder = Files.createDirectories(plan.folder().resolve(name));
    return new Plan(plan.asked(), seed, folder, bug);
  }
}
