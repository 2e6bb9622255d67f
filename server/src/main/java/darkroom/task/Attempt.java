package darkroom.task;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One try to get one shot from one engine. Its row is durable before the engine is called, so that
 * a crash ends in asking the engine and not in paying twice.
 *
 * @param id our name for it towards the engine; unique for ever
 * @param number tries at this shot so far, this one included, from 1
 * @param upstreamId the engine's job, once it gave one
 * @param createdAt when it was written down, a moment before it was sent; empty before that
 */
public record Attempt(
    String id,
    int shot,
    int number,
    String engine,
    State state,
    Optional<String> upstreamId,
    Optional<Reason> reason,
    Optional<Instant> createdAt) {

  /** How far an attempt got. */
  public enum State {
    /** The request may have left; without an answer the outcome is unknown. */
    SENDING,
    /** A job runs upstream. */
    ACCEPTED,
    /** Proven that nothing was started; another attempt may follow. */
    NOT_SENT,
    /** The engine said no. */
    REFUSED,
    /** The outcome could not be established; never resent. */
    UNKNOWN,
    /** Its picture is stored. */
    STORED,
    /** The result was no usable picture. */
    BAD_RESULT;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static State ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  public static Attempt sending(String id, int shot, int number, String engine) {
    return new Attempt(
        id,
        shot,
        number,
        engine,
        State.SENDING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public Attempt accepted(String jobId) {
    return new Attempt(
        id, shot, number, engine, State.ACCEPTED, Optional.of(jobId), reason, createdAt);
  }

  public Attempt ended(State state, Optional<Reason> reason) {
    return new Attempt(id, shot, number, engine, state, upstreamId, reason, createdAt);
  }
}
