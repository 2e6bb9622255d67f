package darkroom.verify;

import java.util.List;
import java.util.Optional;

/** Every run there is, in the order in which {@code ./verify all} takes them. */
final class Runs {
  private static final List<Run> ALL =
      List.of(
          new darkroom.verify.fault.CrashPointsRun(),
          new darkroom.verify.fault.PowerCutRun(),
          new darkroom.verify.fault.FsyncErrorsRun(),
          new darkroom.verify.fault.DiskFullRun(),
          new darkroom.verify.fault.ShutdownRun());

  private Runs() {}

  static List<Run> all() {
    return ALL;
  }

  static Optional<Run> named(String name) {
    return ALL.stream().filter(run -> run.name().equals(name)).findFirst();
  }
}
