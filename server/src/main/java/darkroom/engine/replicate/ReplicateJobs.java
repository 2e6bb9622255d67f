package darkroom.engine.replicate;

import darkroom.engine.HeldJobs;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which job belongs to which attempt, so that two equal tasks side by side are never given one job
 * between them when the answer to one of them was lost. An answer that came is written down before
 * anything else, so what an earlier process was told is known from there; what this one was told a
 * moment ago, and has not written down yet, is kept here, and so is what it is sending just now:
 * the job of that may be listed before its answer is back. Twenty thousand jobs are more than
 * Replicate lets an account make in the few minutes that {@link ReplicateHistory} looks back, and
 * submits under way are as many as the engine has places. Thread-safe.
 */
final class ReplicateJobs {
  private static final int MOST = 20_000;

  private final HeldJobs written;
  private final Map<String, String> attempts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  /** What is being sent, by attempt. */
  private final Map<String, String> sending = new HashMap<>();

  ReplicateJobs(HeldJobs written) {
    this.written = written;
  }

  /**
   * The attempt's request may be there from now on.
   *
   * @param mark of what is sent; equal requests have equal ones
   */
  synchronized void begin(String attempt, String mark) {
    sending.put(attempt, mark);
  }

  /** Its answer is noted, or lost. */
  synchronized void end(String attempt) {
    sending.remove(attempt);
  }

  /** The first attempt that is told keeps the job. */
  synchronized void note(String job, String attempt) {
    attempts.putIfAbsent(job, attempt);
  }

  /**
   * Gives the job to the attempt that names it first.
   *
   * @return whether it is this attempt's now
   */
  boolean claim(String job, String attempt) {
    return !written.isHeldByAnother(ReplicateEngine.NAME, job, attempt) && take(job, attempt);
  }

  /** The same for a job that is only like the attempt's: a twin under way may be its owner. */
  boolean claimLike(String job, String attempt, String mark) {
    if (written.isHeldByAnother(ReplicateEngine.NAME, job, attempt)) {
      return false;
    }
    synchronized (this) {
      return !isTwinUnderWay(attempt, mark) && take(job, attempt);
    }
  }

  boolean isHeldByAnother(String job, String attempt) {
    String holder = holder(job);
    return holder.isEmpty()
        ? written.isHeldByAnother(ReplicateEngine.NAME, job, attempt)
        : !holder.equals(attempt);
  }

  private synchronized boolean take(String job, String attempt) {
    attempts.putIfAbsent(job, attempt);
    return attempt.equals(attempts.get(job));
  }

  private boolean isTwinUnderWay(String attempt, String mark) {
    return sending.entrySet().stream()
        .anyMatch(other -> other.getValue().equals(mark) && !other.getKey().equals(attempt));
  }

  private synchronized String holder(String job) {
    return attempts.getOrDefault(job, "");
  }
}
