package darkroom.task;

import java.time.Instant;
import java.util.Set;

/**
 * Tasks that stay in the queue because no engine would take them now.
 *
 * @param models of live tasks
 * @param since tasks accepted before have waited too long, and are claimed to be told so
 */
public record Closed(Set<String> models, Instant since) {
  /** Every task may begin. */
  public static final Closed NOTHING = new Closed(Set.of(), Instant.EPOCH);

  public Closed {
    models = Set.copyOf(models);
  }
}
