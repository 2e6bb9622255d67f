package darkroom.wire;

import darkroom.storage.FileLinks;
import darkroom.task.ProgressGuess;
import darkroom.task.Reason;
import darkroom.task.Task;
import darkroom.task.TaskFile;
import darkroom.task.TaskStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A task as PoYo's clients read it: eight fields, always all of them, whole numbers without a
 * decimal point, times in UTC without a zone. Thread-safe.
 */
public final class TaskView {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private final FileLinks links;
  private final InstantSource clock;

  public TaskView(FileLinks links, InstantSource clock) {
    this.links = links;
    this.clock = clock;
  }

  /** The form of all times on PoYo's routes: {@code 2026-11-23T10:30:00}. */
  public static String time(Instant instant) {
    return SECONDS.format(instant);
  }

  public ObjectNode status(Task task) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("task_id", task.id().value());
    view.put("status", task.status().word());
    view.put("progress", progress(task));
    view.put("credits_amount", task.captured().toDecimal());
    var files = view.putArray("files");
    if (task.status() == TaskStatus.FINISHED) {
      task.files().forEach(file -> files.add(file(file)));
    }
    view.put("created_time", time(task.createdAt()));
    task.finishedAt()
        .ifPresentOrElse(
            at -> view.put("finished_time", time(at)), () -> view.putNull("finished_time"));
    task.reason()
        .map(Reason::sentence)
        .ifPresentOrElse(
            sentence -> view.put("error_message", sentence), () -> view.putNull("error_message"));
    return view;
  }

  private ObjectNode file(TaskFile file) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("file_url", links.url(file.token(), file.fileName()));
    view.put("file_type", "image");
    view.put("format", file.format());
    view.put("content_type", file.mediaType());
    view.put("file_name", file.fileName());
    view.put("file_size", file.size());
    if (file.label().isEmpty()) {
      view.putNull("label");
    } else {
      view.put("label", file.label());
    }
    view.put("expires_at", time(file.expiresAt()));
    return view;
  }

  private int progress(Task task) {
    if (task.status() == TaskStatus.FINISHED) {
      return 100;
    }
    int n = task.input().n();
    int stored = Math.min(task.files().size(), n);
    if (task.status() == TaskStatus.FAILED) {
      // the callback was rendered by a worker that may not have read its last figure back
      return Math.min(99, 100 * stored / n);
    }
    int shown =
        task.progress().isPresent()
            ? Math.max(100 * stored / n, task.progress().getAsInt())
            : ProgressGuess.percent(task, stored, clock.instant());
    return Math.min(99, shown);
  }
}
