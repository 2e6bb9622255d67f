package darkroom.verify.fault;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the disk away in eight ways under load and gives it back: nothing may be acknowledged that
 * is not there afterwards, status polls go on, and everything heals without a restart. Then starts
 * on folders that cannot be written, which have to be refused in one line. A round is one way once.
 */
public final class DiskFullRun implements Run {
  private static final int ROUNDS = 40;
  private static final int SHOWN = 3;

  @Override
  public String name() {
    return "diskfull";
  }

  @Override
  public String promise() {
    return "a disk full, read-only or out of reach refuses work and heals by itself";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    Tool.need("unshare", "nsenter", "mount", "umount", "prlimit", "setpriv");
    int rounds = plan.rounds(ROUNDS);
    Harm[] modes = Harm.values();
    Set<Harm> seen = EnumSet.noneOf(Harm.class);
    Set<Harm> ill = EnumSet.noneOf(Harm.class);
    var tally = new Tally().bad("false_ack", "not_refused", "poll_fail", "corrupt");
    try (var mock = new MockProcess(plan);
        var hooks = new Hooks()) {
      for (int i = 0; i < rounds; i++) {
        Harm harm = modes[Math.floorMod(i + plan.seed(), modes.length)];
        var round = new HarmRound(plan, harm, mock, hooks, i);
        boolean healed = round.run(tally);
        seen.add(harm);
        if (!healed) {
          ill.add(harm);
        }
        if (!healed || i < SHOWN) {
          plan.progress(harm + ": healed=" + healed + " " + round.said());
        }
      }
      tally.bad("started_unwritable", startsOnUnwritable(plan, mock));
    }
    tally.volume("modes", seen.size(), modes.length);
    tally.fact("self_heal", (seen.size() - ill.size()) + "/" + seen.size());
    return tally.exactly("not_healed", ill.size(), 0).fact("rounds", rounds);
  }

  /** Starts that were not refused in one line. */
  private static int startsOnUnwritable(Plan plan, MockProcess mock) throws Exception {
    int wrong = 0;
    try (var mounts = new PrivateMounts()) {
      Path small = Files.createDirectories(plan.folder().resolve("unwritable"));
      mounts.run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString());
      mounts.run("mount", "-o", "remount,ro", small.toString());
      for (String folder : List.of("", "below")) {
        Path log = plan.folder().resolve("refused-" + folder + ".log");
        Victim.Settings settings =
            mock.victim(plan).data(small.resolve(folder)).log(log).prefix(mounts.prefix());
        try (Victim victim = settings.launch()) {
          Optional<Integer> exit = victim.awaitExit(Duration.ofSeconds(60));
          List<String> lines =
              Files.readAllLines(log).stream()
                  .filter(line -> !line.contains("config.unknown_environment"))
                  .toList();
          boolean clear =
              exit.equals(Optional.of(1))
                  && lines.size() == 1
                  && lines.getFirst().startsWith("Darkroom cannot start: ");
          wrong += clear ? 0 : 1;
          if (!clear) {
            plan.progress("unwritable: exit " + exit + ": " + lines);
          }
        }
      }
    }
    return wrong;
  }
}
