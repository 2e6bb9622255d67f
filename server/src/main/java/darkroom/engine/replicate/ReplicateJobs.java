package darkroom.engine.replicate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which job belongs to which attempt, as far as this instance has seen: jobs that it made, found,
 * polled or was called back about. It keeps two equal tasks side by side from being given one job
 * between them when the answer to one of them was lost.
 *
 * <p>Within one life of the process that is enough: every attempt begun in it either was answered
 * here, and then its job is known, or is being looked for itself. Twenty thousand jobs are more
 * than Replicate lets an account make in the few minutes that {@link ReplicateHistory} looks back.
 *
 * <p>After a restart it is not, because the answers that the earlier process got are not known
 * here. Three things stand in for them. An attempt that is still polled is known from the moment
 * its task goes on. A job that had ended before this process began may be one that was delivered by
 * then, so {@link #maybeDelivered} says that it proves nothing. What is left is a job of an equal
 * task that ran across the restart and whose task was not taken up again when the lost one was
 * looked for: then two pictures would show one and the same job. It costs no second payment, and
 * only equal inputs sent within minutes of a crash can come to it. Thread-safe.
 */
final class ReplicateJobs {
  private static final int MOST = 20_000;

  private final Instant begun;
  private final Map<String, String> attempts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param begun since when this instance sees all answers
   */
  ReplicateJobs(Instant begun) {
    this.begun = begun;
  }

  /** The first attempt that is told keeps the job. */
  synchronized void note(String job, String attempt) {
    attempts.putIfAbsent(job, attempt);
  }

  synchronized boolean isHeldByAnother(String job, String attempt) {
    String holder = attempts.get(job);
    return holder != null && !holder.equals(attempt);
  }

  /** Whether an attempt of an earlier process may have got this job's picture already. */
  boolean maybeDelivered(ReplicatePrediction job, Instant intendedAt) {
    return intendedAt.isBefore(begun)
        && job.completed().filter(end -> end.isBefore(begun)).isPresent();
  }
}
