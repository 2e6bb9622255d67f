package darkroom.db;

import darkroom.config.ConfigReader;
import java.time.Duration;

/** Sizes of the database's queues and pools (limit L12). */
public record StoreConfig(
    int readers, int queue, int group, Duration queueWait, Duration statementTime) {

  public static StoreConfig read(ConfigReader reader) {
    return new StoreConfig(
        reader.integer("store.readers", 3, 1, 64, "Connections for reading."),
        reader.integer(
            "store.queue",
            4_096,
            1,
            1_000_000,
            "Reads, and writes, that may wait for the database."),
        reader.integer("store.group", 256, 1, 10_000, "Most writes that share one commit."),
        reader.duration(
            "store.queue-wait",
            "2s",
            "10ms",
            "1m",
            "How long a request waits for room in that queue, or a read for its turn, before it is"
                + " answered 503."),
        reader.duration(
            "store.statement-time",
            "5s",
            "10ms",
            "10m",
            "How long a read, or a write before its commit, may run before it is broken off; 503"
                + " after that."));
  }
}
