package darkroom.worker.shot;

import darkroom.task.Failure;
import darkroom.task.TaskFile;
import java.time.Instant;

/** What came of one shot for now. */
public sealed interface ShotOutcome {

  /** Its picture is durable and listed. */
  record Stored(TaskFile file) implements ShotOutcome {}

  /** It will never have a picture. */
  record Failed(Failure failure) implements ShotOutcome {}

  /** Not now; the task is to come back at that time. */
  record Later(Instant dueAt, Failure ifTooLate) implements ShotOutcome {}

  /** The claim was lost; somebody else has the task. */
  record Lost() implements ShotOutcome {}
}
