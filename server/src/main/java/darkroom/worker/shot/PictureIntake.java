package darkroom.worker.shot;

import darkroom.engine.BrokenPicture;
import darkroom.engine.Engine;
import darkroom.engine.Picture;
import darkroom.task.Attempt;
import darkroom.task.StoreException;
import darkroom.task.TaskFile;
import darkroom.task.TaskStore;
import darkroom.task.Written;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what an engine has produced to our disk, and only then into its task's list. Thread-safe.
 */
public final class PictureIntake {
  private static final Logger log = LoggerFactory.getLogger(PictureIntake.class);

  /** As often as a host may say no. */
  private static final int MOST_UNUSABLE = 3;

  private final TaskStore store;
  private final PictureKeeper keeper;
  private final RetryPolicy retries;
  private final AttemptLog reports;
  private final InstantSource clock;

  public PictureIntake(
      TaskStore store,
      PictureKeeper keeper,
      RetryPolicy retries,
      AttemptLog reports,
      InstantSource clock) {
    this.store = store;
    this.keeper = keeper;
    this.retries = retries;
    this.reports = reports;
    this.clock = clock;
  }

  /** What became of it. */
  sealed interface Result {
    /** Durable, and the attempt is written down as stored. */
    record Listed(TaskFile file) implements Result {}

    /** No picture that could be shown; nothing is kept. */
    record Unusable() implements Result {}

    /** The claim was lost; nothing is kept. */
    record Lost() implements Result {}
  }

  /**
   * @throws BrokenPicture when the engine itself broke it, for good
   * @throws InterruptedException when the task's deadline cuts in, or a stop
   */
  Result take(Shot shot, Engine engine, Attempt attempt, Picture picture)
      throws BrokenPicture, InterruptedException {
    Optional<TaskFile> kept = keepPatiently(shot, engine, attempt, picture);
    if (kept.isEmpty()) {
      return new Result.Unusable();
    }
    Attempt stored = attempt.ended(Attempt.State.STORED, Optional.empty());
    return list(shot, stored, kept.get()) ? new Result.Listed(kept.get()) : new Result.Lost();
  }

  /**
   * The picture is there; a full disk or a result that breaks off must not lose it, so it is tried
   * until somebody interrupts. Bytes that are no picture are asked for a few times more where they
   * may come better.
   *
   * @return empty when it is no picture
   */
  private Optional<TaskFile> keepPatiently(
      Shot shot, Engine engine, Attempt attempt, Picture picture)
      throws BrokenPicture, InterruptedException {
    Instant begun = clock.instant();
    int unusable = 0;
    for (int tries = 1; ; tries++) {
      String trouble;
      try {
        Optional<TaskFile> kept = keeper.keep(picture, attempt.id(), shot.index(), engine.traits());
        if (kept.isPresent() || !picture.mayDiffer() || ++unusable >= MOST_UNUSABLE) {
          return kept;
        }
        trouble = "no usable picture";
      } catch (BrokenPicture e) {
        throw e;
      } catch (IOException e) {
        trouble = String.valueOf(e.getMessage());
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      reports.attempted(shot, attempt, "not_kept", trouble, begun);
      Thread.sleep(retries.waitAfter(tries));
    }
  }

  /** A picture that did not come to be listed is not left behind. */
  private boolean list(Shot shot, Attempt attempt, TaskFile file) {
    try {
      if (store.stored(shot.claim(), attempt, file) == Written.DONE) {
        return true;
      }
    } catch (StoreException e) {
      if (!e.outcomeUnknown()) {
        discard(file);
      }
      throw e;
    }
    discard(file);
    return false;
  }

  private void discard(TaskFile file) {
    try {
      keeper.discard(file);
    } catch (IOException e) {
      log.atWarn().addKeyValue("object", file.objectKey()).setCause(e).log("picture.not_discarded");
    }
  }
}
