package darkroom.wire;

import darkroom.storage.FileLinks;
import darkroom.task.Task;
import darkroom.task.TaskFile;
import darkroom.task.TaskStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A task as our own routes show it: what {@link TaskView} says, with times that name their zone,
 * the price, and each picture from the moment it is stored. Thread-safe.
 */
public final class FullTaskView {
  private final TaskView status;
  private final FileLinks links;

  public FullTaskView(TaskView status, FileLinks links) {
    this.status = status;
    this.links = links;
  }

  public ObjectNode task(Task task) {
    ObjectNode view = status.status(task);
    view.put("created_time", time(task.createdAt()));
    task.finishedAt().ifPresent(at -> view.put("finished_time", time(at)));
    if (task.status() == TaskStatus.FINISHED) {
      for (int i = 0; i < task.files().size(); i++) {
        ((ObjectNode) view.path("files").get(i))
            .put("expires_at", time(task.files().get(i).expiresAt()));
      }
    }
    // a test key's as well, though nothing is held for it
    view.put("price", task.unitPrice().times(task.input().n()).toDecimal());
    var pictures = view.putArray("pictures");
    if (task.status() != TaskStatus.FAILED) { // what came too late is nobody's
      task.files().forEach(file -> pictures.add(picture(file)));
    }
    return view;
  }

  private ObjectNode picture(TaskFile file) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("shot", file.shot());
    view.put("file_url", links.url(file.token(), file.fileName()));
    view.put("format", file.format());
    view.put("width", file.width());
    view.put("height", file.height());
    view.put("size", file.size());
    view.put("sha256", file.sha256());
    view.put("expires_at", time(file.expiresAt()));
    return view;
  }

  /** RFC 3339 with {@code Z}, to the second. */
  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
