package darkroom.verify.fuzz;

import darkroom.task.IdempotencyKey;
import darkroom.task.TaskId;
import java.util.List;

/** Names that come from outside are taken in their one form or not at all. */
final class TaskIdTarget implements Target {

  @Override
  public String name() {
    return "task-id";
  }

  @Override
  public List<String> seeds() {
    return List.of("task-unified-1795440344-y4uk7wic", "a", "TASK1234ABCD5678");
  }

  @Override
  public List<String> words() {
    return List.of("-", "..", "/", "%2f", "\u0000", "task-", "A", "\u212a", "\n");
  }

  @Override
  public String read(byte[] input) {
    String text = Target.text(input);
    boolean plain = text.codePoints().allMatch(TaskIdTarget::isPlain);
    boolean fits = !text.isEmpty() && text.length() <= 64;
    Finding.unless(TaskId.isPossible(text) == (plain && fits), "a task id of another form");
    boolean printable = text.chars().allMatch(unit -> unit >= 0x20 && unit < 0x7f);
    Finding.unless(
        !IdempotencyKey.isAllowed(text) || (printable && text.length() <= 255),
        "an idempotency key of another form");
    return plain + " " + fits + " " + IdempotencyKey.isAllowed(text);
  }

  private static boolean isPlain(int unit) {
    return (unit >= '0' && unit <= '9')
        || (unit >= 'a' && unit <= 'z')
        || (unit >= 'A' && unit <= 'Z')
        || unit == '-';
  }
}
