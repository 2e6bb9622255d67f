package darkroom.verify;

import darkroom.verify.request.HttpRun;
import darkroom.verify.request.JsonRun;
import darkroom.verify.request.OverloadRun;
import java.util.List;
import java.util.Optional;

/** Every run there is, in the order in which {@code ./verify all} takes them. */
final class Runs {
  private static final List<Run> ALL = List.of(new JsonRun(), new HttpRun(), new OverloadRun());

  private Runs() {}

  static List<Run> all() {
    return ALL;
  }

  static Optional<Run> named(String name) {
    return ALL.stream().filter(run -> run.name().equals(name)).findFirst();
  }
}
