package darkroom.wire;

import darkroom.task.Task;
import darkroom.webhook.CallbackShape;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a callback. Receivers disagree on where they look, so the default holds every field
 * twice: at the top level and under {@code data}. Thread-safe.
 */
public final class CallbackView {
  private final TaskView tasks;
  private final CallbackShape shape;

  public CallbackView(TaskView tasks, CallbackShape shape) {
    this.tasks = tasks;
    this.shape = shape;
  }

  public byte[] body(Task task) {
    ObjectNode status = tasks.status(task);
    if (shape == CallbackShape.UNWRAPPED) {
      return Json.bytes(status);
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("code", 200);
    if (shape == CallbackShape.HYBRID) {
      body.setAll(status);
    }
    body.set("data", status);
    return Json.bytes(body);
  }
}
