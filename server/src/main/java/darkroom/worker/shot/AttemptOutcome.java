package darkroom.worker.shot;

import darkroom.task.Attempt;
import darkroom.task.Failure;
import darkroom.task.TaskFile;
import java.time.Duration;
import java.util.Optional;

/** What came of one attempt. */
sealed interface AttemptOutcome {

  /** Its picture is durable and listed. */
  record Stored(TaskFile file) implements AttemptOutcome {}

  /**
   * It ended without a picture, and that is written down.
   *
   * @param rest how long this shot leaves the engine alone, when it could not be reached
   */
  record Ended(Attempt attempt, Failure failure, Optional<Duration> rest)
      implements AttemptOutcome {}

  /** The claim was lost; somebody else has the task. */
  record Lost() implements AttemptOutcome {}
}
