package darkroom.task;

import java.time.Instant;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * Public name of a task, {@code task-unified-<epoch seconds>-<8 of a-z0-9>}: PoYo's documented
 * form. It is a name, not a secret. Holds no dot, which both callback signatures rely on.
 */
public record TaskId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9-]{1,64}");

  public TaskId {
    if (!isPossible(value)) {
      throw new IllegalArgumentException("task id: not of the form [A-Za-z0-9-]{1,64}");
    }
  }

  /** Whether a text could name a task at all. */
  public static boolean isPossible(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * @param randomBase36 gives that many characters of {@code a-z0-9} from a secure source
   */
  public static TaskId fresh(Instant now, IntFunction<String> randomBase36) {
    return new TaskId("task-unified-" + now.getEpochSecond() + "-" + randomBase36.apply(8));
  }

  @Override
  public String toString() {
    return value;
  }
}
