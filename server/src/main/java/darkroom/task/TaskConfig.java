package darkroom.task;

import darkroom.config.ConfigReader;
import java.time.Duration;

/** Limits of the queue and times of a task (limits L8, L9, L13, L15, L16, L18). */
public record TaskConfig(
    int maxOpenPerAccount,
    int maxWaiting,
    long maxBytesPerAccount,
    int unknownReleasesPerDay,
    Duration maxWait,
    Duration deadline,
    Duration lease,
    Duration idempotencyAge,
    Duration keepRows) {

  public static TaskConfig read(ConfigReader reader) {
    return new TaskConfig(
        reader.integer(
            "task.max-open-per-account",
            1_000,
            1,
            10_000_000,
            "Open tasks one account may have; one more is answered 429."),
        reader.integer(
            "task.max-waiting",
            100_000,
            1,
            10_000_000,
            "Tasks that may wait for a worker in all; one more is answered 503."),
        reader.bytes(
            "task.max-bytes-per-account",
            "0",
            0,
            1L << 50,
            "An account whose pictures take this many bytes gets no further task (429); 0 switches the"
                + " limit off."),
        reader.integer(
            "task.unknown-releases-per-day",
            0,
            0,
            1_000_000,
            "Tasks of one account and UTC day whose pictures of unknown outcome are not charged; those"
                + " of later tasks are. 0 switches the limit off."),
        reader.duration(
            "task.max-wait",
            "24h",
            "1s",
            "30d",
            "Longest wait in the queue, both as an estimate at submit and in fact before a task fails."),
        reader.duration(
            "task.deadline", "30m", "1s", "7d", "From the first claim of a task to its deadline."),
        reader.duration(
            "task.lease", "15s", "1s", "10m", "How long a claim holds without being renewed."),
        reader.duration(
            "task.idempotency-age",
            "24h",
            "24h",
            "90d",
            "How long an Idempotency-Key is remembered."),
        reader.duration(
            "task.keep-rows",
            "90d",
            "1d",
            "3650d",
            "How long ended tasks and their prompts stay."));
  }
}
