package darkroom.verify.money;

import darkroom.task.Ending;
import darkroom.task.Failure;
import darkroom.task.Reason;
import darkroom.task.Task;
import darkroom.task.TaskFile;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** The ways in which a hold of several pictures ends. */
enum SettlePath {
  ALL,
  SOME,
  NONE,
  CHARGED,
  TEST;

  Ending ending(Task task, Instant now) {
    int n = task.input().n();
    return switch (this) {
      case ALL, TEST -> delivered(task, n, now);
      case SOME -> delivered(task, n - 1, now);
      case NONE -> delivered(task, 0, now);
      case CHARGED -> delivered(task, 0, now).charging(task, n);
    };
  }

  /** With k of n pictures. */
  static Ending delivered(Task task, int pictures, Instant now) {
    if (pictures == 0) {
      return Ending.failed(new Failure(Reason.ENGINE_FAILED, ""), now);
    }
    List<TaskFile> files =
        IntStream.range(0, pictures).mapToObj(shot -> file(task, shot, now)).toList();
    return Ending.finished(task, files, now);
  }

  private static TaskFile file(Task task, int shot, Instant now) {
    String name = task.id().value() + "-" + shot;
    return new TaskFile(
        shot, name, "file/aa/" + name, "jpeg", "image/jpeg", "jpg", 1, "00", 1, 1, "", now);
  }
}
