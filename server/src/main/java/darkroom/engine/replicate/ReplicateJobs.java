package darkroom.engine.replicate;

import darkroom.engine.HeldJobs;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which job belongs to which attempt. It keeps two equal tasks side by side from being given one
 * job between them when the answer to one of them was lost: an answer that came is written down
 * before anything else, so what an earlier process was told is known from there; what this one was
 * told a moment ago, and has not written down yet, is kept here. Twenty thousand are more than
 * Replicate lets an account make in the few minutes that {@link ReplicateHistory} looks back.
 * Thread-safe.
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

  ReplicateJobs(HeldJobs written) {
    this.written = written;
  }

  /** The first attempt that is told keeps the job. */
  synchronized void note(String job, String attempt) {
    attempts.putIfAbsent(job, attempt);
  }

  boolean isHeldByAnother(String job, String attempt) {
    String holder = holder(job);
    return holder.isEmpty()
        ? written.isHeldByAnother(ReplicateEngine.NAME, job, attempt)
        : !holder.equals(attempt);
  }

  private synchronized String holder(String job) {
    return attempts.getOrDefault(job, "");
  }
}
