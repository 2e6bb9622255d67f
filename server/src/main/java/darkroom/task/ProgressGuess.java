package darkroom.task;

import java.time.Duration;
import java.time.Instant;

/** How far a picture is when no engine says so: by the time since its task began. Stateless. */
public final class ProgressGuess {
  private static final double MOST = 95;

  /** Milliseconds: 57 after 25 s and 85 after 60 s, the usual times of a Seedream picture. */
  private static final double SCALE = 27_000;

  private ProgressGuess() {}

  /**
   * Of a whole task, 0 to 100.
   *
   * @param stored pictures that are there, at most all
   */
  public static int percent(Task task, int stored, Instant now) {
    int n = task.input().n();
    return (100 * stored + (n - stored) * ofOne(task, now)) / n;
  }

  private static int ofOne(Task task, Instant now) {
    return task.startedAt()
        .map(begun -> Duration.between(begun, now).toMillis())
        .map(millis -> (int) (MOST * (1 - Math.exp(-Math.max(0, millis) / SCALE))))
        .orElse(0);
  }
}
