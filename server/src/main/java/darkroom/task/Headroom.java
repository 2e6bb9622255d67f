package darkroom.task;

import java.time.Instant;
import java.util.Map;

/**
 * How many pictures of live tasks that have not begun yet may begin now. The others stay in the
 * queue, where time costs them nothing: a task's deadline runs from its first claim.
 *
 * @param pictures by model, at least 0; a model without an entry has no bound
 * @param since tasks accepted before have waited too long, and are claimed to be told so
 */
public record Headroom(Map<String, Integer> pictures, Instant since) {
  /** Every task may begin. */
  public static final Headroom UNBOUNDED = new Headroom(Map.of(), Instant.EPOCH);

  public Headroom {
    pictures = Map.copyOf(pictures);
  }
}
