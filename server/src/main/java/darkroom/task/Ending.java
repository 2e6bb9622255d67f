package darkroom.task;

import darkroom.credit.Credits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a task ends.
 *
 * @param files what is delivered, by shot; empty exactly when failed
 * @param captured price of what is delivered, and of what is charged beside it
 * @param failure why nothing is delivered; present exactly when failed
 * @param unknownCap set when pictures of unknown outcome are released: how many tasks of the
 *     account may end so in one UTC day, this one included (limit L18)
 */
public record Ending(
    List<TaskFile> files,
    Credits captured,
    Optional<Failure> failure,
    Instant at,
    OptionalInt unknownCap) {

  public Ending {
    files = List.copyOf(files);
    if (files.isEmpty() != failure.isPresent()) {
      throw new IllegalArgumentException("an ending has files or a failure, not both or neither");
    }
  }

  public static Ending finished(Task task, List<TaskFile> files, Instant at) {
    Credits captured = task.test() ? Credits.ZERO : task.unitPrice().times(files.size());
    return new Ending(files, captured, Optional.empty(), at, OptionalInt.empty());
  }

  public static Ending failed(Failure failure, Instant at) {
    return new Ending(List.of(), Credits.ZERO, Optional.of(failure), at, OptionalInt.empty());
  }

  /** The same, to be written only while the day's releases for unknown outcomes are not used up. */
  public Ending capped(int most) {
    return new Ending(files, captured, failure, at, OptionalInt.of(most));
  }

  /** The same, with pictures of unknown outcome charged instead of released. */
  public Ending charging(Task task, int pictures) {
    Credits charged = captured.plus(task.unitPrice().times(pictures));
    if (charged.compareTo(task.held()) > 0) {
      throw new IllegalArgumentException(
          "charged: " + charged + " (expected: at most the hold of " + task.held() + ")");
    }
    Optional<Failure> told =
        failure.map(first -> new Failure(Reason.UPSTREAM_OUTCOME_CHARGED, first.detail()));
    return new Ending(files, charged, told, at, OptionalInt.empty());
  }

  public TaskStatus status() {
    return files.isEmpty() ? TaskStatus.FAILED : TaskStatus.FINISHED;
  }
}
