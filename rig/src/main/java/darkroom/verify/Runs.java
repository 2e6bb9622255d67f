package darkroom.verify;

import darkroom.verify.outbound.SsrfRun;
import darkroom.verify.outbound.WebhooksRun;
import java.util.List;
import java.util.Optional;

/** Every run there is, in the order in which {@code ./verify all} takes them. */
final class Runs {
  private static final List<Run> ALL = List.of(new SsrfRun(), new WebhooksRun());

  private Runs() {}

  static List<Run> all() {
    return ALL;
  }

  static Optional<Run> named(String name) {
    return ALL.stream().filter(run -> run.name().equals(name)).findFirst();
  }
}
