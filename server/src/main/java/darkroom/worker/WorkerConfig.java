package darkroom.worker;

import darkroom.config.ConfigReader;
import java.time.Duration;

/** How much is worked on at once, how often is looked, how long a stop may take. */
public record WorkerConfig(
    int tasks,
    Duration pollInterval,
    Duration drain,
    Duration drainPaid,
    Duration retryBase,
    Duration retryCap,
    Duration reconcileWindow,
    Duration enginePoll,
    Duration cleanInterval) {

  public static WorkerConfig read(ConfigReader reader) {
    return new WorkerConfig(
        reader.integer("worker.tasks", 64, 1, 10_000, "Tasks worked on at once."),
        reader.duration(
            "worker.poll-interval",
            "500ms",
            "10ms",
            "1m",
            "How often an idle worker looks for due tasks; new ones wake it at once."),
        reader.duration(
            "worker.drain", "25s", "0s", "10m", "How long a stop waits for what is being drawn."),
        reader.duration(
            "worker.drain-paid",
            "300s",
            "0s",
            "30m",
            "How much longer it waits for calls whose answer would be lost with the process (engines"
                + " without job ids). The service manager's time-out has to be above both."),
        reader.duration(
            "worker.retry-base",
            "1s",
            "10ms",
            "1h",
            "First wait after an engine could not be reached; doubles each time."),
        reader.duration("worker.retry-cap", "1m", "10ms", "1h", "Longest such wait."),
        reader.duration(
            "worker.reconcile-window",
            "2m",
            "0s",
            "30m",
            "How long an engine is asked what became of a submit whose answer was lost."),
        reader.duration(
            "worker.engine-poll", "1s", "10ms", "1m", "How often a running engine job is asked."),
        reader.duration(
            "worker.clean-interval", "1m", "100ms", "1d", "How often old files and rows go."));
  }
}
