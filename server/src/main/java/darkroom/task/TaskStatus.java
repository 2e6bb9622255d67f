package darkroom.task;

import java.util.Locale;

/**
 * The four states of a task, in the only words that ever leave the server. Terminal states never
 * change; the same guard stands in the SQL of every write.
 */
public enum TaskStatus {
  /** Accepted and durable; nobody works on it yet. */
  NOT_STARTED,
  /** Claimed at least once. */
  RUNNING,
  /** At least one picture exists and was captured. */
  FINISHED,
  /** Nothing was delivered and nothing was captured. */
  FAILED;

  public boolean isTerminal() {
    return this == FINISHED || this == FAILED;
  }

  public boolean canMoveTo(TaskStatus next) {
    return switch (this) {
      case NOT_STARTED -> next == RUNNING || next == FAILED;
      case RUNNING -> next == FINISHED || next == FAILED;
      case FINISHED, FAILED -> false;
    };
  }

  /** As on the wire and in the store: {@code not_started}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static TaskStatus ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
