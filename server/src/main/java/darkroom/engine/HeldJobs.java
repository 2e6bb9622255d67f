package darkroom.engine;

/**
 * Which jobs of an engine belong to attempts, as far as it is written down: also by processes
 * before this one.
 */
@FunctionalInterface
public interface HeldJobs {
  /** For tests with one attempt. */
  HeldJobs NONE = (engine, jobId, attemptId) -> false;

  /** Whether this job is that of another attempt. */
  boolean isHeldByAnother(String engine, String jobId, String attemptId);
}
