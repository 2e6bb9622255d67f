package darkroom.worker.shot;

import darkroom.task.Claim;
import darkroom.task.ProgressGuess;
import darkroom.task.StoreException;
import darkroom.task.TaskStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a task is: the mean of its pictures, as far as their engines say. Until the first figure
 * it is guessed from the time, and no figure falls behind what was guessed. Written down at most
 * once a second, since nobody reads it more closely. Thread-safe.
 */
public final class TaskProgress {
  private static final Logger log = LoggerFactory.getLogger(TaskProgress.class);
  private static final int DONE = 100;
  private static final int MOST = 99;
  private static final int UNSAID = -1;
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final TaskStore store;
  private final Claim claim;
  private final InstantSource clock;
  private final int[] percents;
  private int written;
  private Instant writtenAt = Instant.MIN;

  public TaskProgress(TaskStore store, Claim claim, InstantSource clock) {
    this.store = store;
    this.claim = claim;
    this.clock = clock;
    this.percents = new int[claim.task().input().n()];
    this.written = claim.task().progress().orElse(UNSAID);
    claim.task().files().forEach(file -> percents[file.shot()] = DONE);
  }

  /**
   * The engine of a shot says how far it is; one that falls back is not believed.
   *
   * @param percent 0 to 99
   */
  void told(int shot, int percent) {
    int mean;
    synchronized (this) {
      percents[shot] = Math.max(percents[shot], Math.min(percent, MOST));
      Instant now = clock.instant();
      int said = Arrays.stream(percents).sum() / percents.length;
      mean = Math.min(MOST, written == UNSAID ? Math.max(said, guessed(now)) : said);
      if (mean <= written || now.isBefore(writtenAt.plus(EVERY))) {
        return;
      }
      written = mean;
      writtenAt = now;
    }
    try {
      // a claim that was lost is found out by the next write that matters
      store.advance(claim, mean);
    } catch (StoreException e) {
      // so is a store that is in trouble; a figure must not break off what was begun
      log.atDebug().addKeyValue("task", claim.task().id()).setCause(e).log("task.not_advanced");
    }
  }

  /** What callers may have been shown until this is written down. */
  private int guessed(Instant now) {
    int stored = (int) Arrays.stream(percents).filter(percent -> percent == DONE).count();
    return ProgressGuess.percent(claim.task(), stored, now.plus(EVERY));
  }

  /** A shot has its picture; how many do is seen from the files. */
  synchronized void done(int shot) {
    percents[shot] = DONE;
  }
}
