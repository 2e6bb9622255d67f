package darkroom.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the write-ahead log into the database file on a connection and thread of its own, off the
 * commit path.
 */
final class Checkpointer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Checkpointer.class);
  private static final long WORTH_BYTES = 4L << 20;
  private static final long PAUSE_MILLIS = 500;

  private final Connection connection;
  private final Path wal;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  Checkpointer(Connection connection, Path file) {
    this.connection = connection;
    this.wal = file.resolveSibling(file.getFileName() + "-wal");
    this.thread = Thread.ofPlatform().name("db-checkpoint").daemon().start(this::loop);
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
      checkpoint("truncate");
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      log.atWarn().setCause(e).log("database.close_failed");
    }
  }

  private void loop() {
    try {
      while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        if (wal.toFile().length() > WORTH_BYTES) {
          checkpoint("passive");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void checkpoint(String mode) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma wal_checkpoint(" + mode + ")");
    } catch (SQLException e) {
      log.atWarn().setCause(e).log("database.checkpoint_failed");
    }
  }
}
