package darkroom.verify.planted;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * V26: lets every planted bug loose on the run that has to catch it. A run that breaks off instead
 * of counting has caught nothing.
 */
public final class CheckerRun implements Run {
  /** Where a cut or a kill falls may miss a bug once. */
  private static final int SEEDS = 3;

  private final Function<String, Optional<Run>> runs;

  /**
   * @param runs finds a run by its name
   */
  public CheckerRun(Function<String, Optional<Run>> runs) {
    this.runs = runs;
  }

  @Override
  public String name() {
    return "checker";
  }

  @Override
  public String promise() {
    return "every bug planted into the server is caught by the run named for it";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    List<Planted> bugs = Planted.all();
    int planted = Math.min(bugs.size(), plan.rounds(bugs.size()));
    var caught = new ArrayList<String>();
    for (Planted bug : bugs.subList(0, planted)) {
      if (catches(bug, plan)) {
        caught.add(bug.id());
      }
    }
    return new Tally()
        .fact("planted", planted)
        .exactly("caught", caught.size(), planted)
        .fact("ids", String.join(",", caught));
  }

  private boolean catches(Planted bug, Plan plan) throws Exception {
    Run run =
        runs.apply(bug.run())
            .orElseThrow(() -> new IllegalStateException(bug.id() + ": no run " + bug.run()));
    for (int seed = 0; seed < SEEDS; seed++) {
      if (catches(bug, run, plan, seed)) {
        return true;
      }
    }
    return false;
  }

  private static boolean catches(Planted bug, Run run, Plan plan, int seed) throws IOException {
    Path folder = Files.createDirectories(plan.folder().resolve(bug.id() + "-" + seed));
    var asked = OptionalInt.of(bug.rounds());
    try {
      Tally tally = run.run(new Plan(asked, plan.seed() + seed, folder, Optional.of(bug.id())));
      List<String> faults = tally.faults(false);
      String found = faults.isEmpty() ? "nothing" : String.join("; ", faults);
      plan.progress(bug.id() + (bug.shows(faults) ? " caught by " : " NOT CAUGHT by ") + found);
      return bug.shows(faults);
    } catch (Exception e) {
      plan.progress(bug.id() + " broke the run: " + e);
      return false;
    }
  }
}
