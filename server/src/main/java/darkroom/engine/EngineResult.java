package darkroom.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The outcome of one call to an engine. The class says what may happen next; {@code detail} is for
 * the operator's log only, never for the caller.
 */
public sealed interface EngineResult {

  /** Proven: no byte of the request reached the engine. May be tried again. */
  record NotSent(String detail) implements EngineResult {}

  /**
   * Nothing was sent, for a reason on our side: a disk that is full, no room to make a reference
   * smaller, a setting. May be tried again, and says nothing about the engine.
   */
  record NotReady(String detail) implements EngineResult {}

  /**
   * Proven: the engine said no, and bills nothing.
   *
   * @param pause how long the engine wants to be left alone, where it said so
   */
  record Refused(Refusal refusal, String detail, Optional<Duration> pause) implements EngineResult {

    public Refused(Refusal refusal, String detail) {
      this(refusal, detail, Optional.empty());
    }
  }

  /**
   * The engine took the submit, and this is the handle to what comes of it: a job's id, or the
   * address of a picture that is ready. Never submit again; poll.
   */
  record Accepted(String jobId) implements EngineResult {}

  /**
   * The job still runs, or waits for its turn.
   *
   * @param percent 0 to 99; empty when the engine does not say
   */
  record Running(OptionalInt percent) implements EngineResult {}

  /**
   * The engine no longer knows a job that it had taken, so nothing will come of it. Whether it was
   * billed nobody knows.
   */
  record Gone(String detail) implements EngineResult {}

  /** The picture is there. */
  record Produced(Picture picture) implements EngineResult {}

  /** Nobody knows whether work was started. Never resent blindly. */
  record Unknown(String detail) implements EngineResult {}
}
