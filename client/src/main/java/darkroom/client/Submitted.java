package darkroom.client;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** An accepted submit: from now on the task exists, whatever happens to the server. */
public record Submitted(String taskId, TaskStatus status, Instant createdTime) {

  public Submitted {
    requireNonNull(taskId, "task_id");
    requireNonNull(status, "status");
    requireNonNull(createdTime, "created_time");
  }
}
