package darkroom.client;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as the server sees it.
 *
 * @param progress 0 to 100
 * @param files empty until finished; then in the order of the pictures
 * @param creditsAmount what it has cost so far; 0 until finished
 * @param finishedTime null until it has ended
 * @param errorMessage a sentence for humans when it failed, else null
 */
public record TaskState(
    String taskId,
    TaskStatus status,
    int progress,
    List<FileItem> files,
    BigDecimal creditsAmount,
    Instant createdTime,
    @Nullable Instant finishedTime,
    @Nullable String errorMessage) {

  public TaskState {
    requireNonNull(taskId, "task_id");
    requireNonNull(status, "status");
    requireNonNull(creditsAmount, "credits_amount");
    requireNonNull(createdTime, "created_time");
    files = List.copyOf(requireNonNull(files, "files"));
  }

  public boolean isTerminal() {
    return status.isTerminal();
  }
}
