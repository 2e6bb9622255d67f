package darkroom.worker.shot;

import darkroom.engine.Engine;
import darkroom.task.Failure;
import java.time.Instant;

/** Whom the next attempt of a shot is for. */
sealed interface Route {

  /** This engine; nothing keeps it from us just now, as far as is known without asking. */
  record To(Engine engine) implements Route {}

  /**
   * Nobody takes it before then.
   *
   * @param ifTooLate what is told when the task's deadline comes first
   */
  record Wait(Instant until, Failure ifTooLate) implements Route {}

  /** Nobody ever will. */
  record Nobody(Failure failure) implements Route {}
}
