package darkroom.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The right to work on a task, until its lease runs out or somebody else claims it.
 *
 * @param deadline when the task fails if it has not ended
 * @param attempts what earlier claims left behind, by shot and number
 */
public record Claim(Task task, LeaseToken token, Instant deadline, List<Attempt> attempts) {

  public Claim {
    attempts = List.copyOf(attempts);
  }

  /** A tenth of the time that the task has in all, but at most so much. */
  public Duration tenth(Duration most) {
    Instant begun = task.startedAt().orElse(task.createdAt());
    Duration tenth = Duration.between(begun, deadline).dividedBy(10);
    return tenth.compareTo(most) < 0 ? tenth : most;
  }

  /** The same after its prompt was rewritten. */
  public Claim withPrompt(String rewritten) {
    return new Claim(task.withPrompt(rewritten), token, deadline, attempts);
  }
}
