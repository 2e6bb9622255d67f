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
 * commit path. That alone would let the log grow for as long as somebody writes without a pause,
 * because it begins again at its start only when all of it has been moved; so a log that has become
 * too long is moved to its end while commits wait, for a moment.
 */
final class Checkpointer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Checkpointer.class);
  private static final long WORTH_BYTES = 4L << 20;
  private static final long TOO_MANY_BYTES = 64L << 20;
  private static final long PAUSE_MILLIS = 500;
  private static final int USUAL_PATIENCE_MILLIS = 3_000;

  /** How long commits may wait because a reader still needs the log. */
  private static final int LONGEST_HOLD_MILLIS = 100;

  private final Connection connection;
  private final Path wal;
  private final long worthBytes;
  private final long tooManyBytes;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  Checkpointer(Connection connection, Path file) {
    this(connection, file, WORTH_BYTES, TOO_MANY_BYTES);
  }

  /**
   * @param worthBytes length of the log from which it is moved, beside the commits
   * @param tooManyBytes length from which commits wait for that
   */
  Checkpointer(Connection connection, Path file, long worthBytes, long tooManyBytes) {
    this.connection = connection;
    this.worthBytes = worthBytes;
    this.tooManyBytes = tooManyBytes;
    this.wal = file.resolveSibling(file.getFileName() + "-wal");
    this.thread = Thread.ofPlatform().name("db-checkpoint").daemon().start(this::loop);
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
      checkpoint("truncate", USUAL_PATIENCE_MILLIS);
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
        long length = wal.toFile().length();
        if (length > worthBytes) {
          checkpoint("passive", USUAL_PATIENCE_MILLIS);
        }
        if (length > tooManyBytes) {
          checkpoint("truncate", LONGEST_HOLD_MILLIS); // the little that came since
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void checkpoint(String mode, int patienceMillis) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma busy_timeout = " + patienceMillis);
      statement.execute("pragma wal_checkpoint(" + mode + ")");
    } catch (SQLException e) {
      log.atWarn().setCause(e).log("database.checkpoint_failed");
    }
  }
}
