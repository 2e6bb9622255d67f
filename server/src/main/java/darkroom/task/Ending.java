package darkroom.task;

import darkroom.credit.Credits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a task ends.
 *
 * @param files what is delivered, by shot; empty exactly when failed
 * @param captured price of what is delivered
 * @param failure why nothing is delivered; present exactly when failed
 */
public record Ending(
    List<TaskFile> files, Credits captured, Optional<Failure> failure, Instant at) {

  public Ending {
    files = List.copyOf(files);
    if (files.isEmpty() != failure.isPresent()) {
      throw new IllegalArgumentException("an ending has files or a failure, not both or neither");
    }
  }

  public static Ending finished(Task task, List<TaskFile> files, Instant at) {
    Credits captured = task.test() ? Credits.ZERO : task.unitPrice().times(files.size());
    return new Ending(files, captured, Optional.empty(), at);
  }

  public static Ending failed(Failure failure, Instant at) {
    return new Ending(List.of(), Credits.ZERO, Optional.of(failure), at);
  }

  public TaskStatus status() {
    return files.isEmpty() ? TaskStatus.FAILED : TaskStatus.FINISHED;
  }
}
