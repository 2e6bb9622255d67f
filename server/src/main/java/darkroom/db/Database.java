package darkroom.db;

import darkroom.task.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The database of one process. {@link #write} returns after its commit is durable; {@link #read}
 * sees every commit that has returned. Both queues are bounded. SQLite's native calls hold their
 * carrier, so all of them run on platform threads. Thread-safe.
 */
public final class Database implements AutoCloseable {
  private final StoreConfig config;
  private final GroupWriter writer;
  private final Checkpointer checkpointer;
  private final ThreadPoolExecutor readers;
  private final ReadSessions sessions;

  private Database(
      StoreConfig config,
      GroupWriter writer,
      Checkpointer checkpointer,
      ThreadPoolExecutor readers,
      ReadSessions sessions) {
    this.config = config;
    this.writer = writer;
    this.checkpointer = checkpointer;
    this.readers = readers;
    this.sessions = sessions;
  }

  /**
   * Opens the file, brings its schema up to date and starts the threads.
   *
   * @throws StoreException when the file is no database of ours, is damaged or is newer than this
   *     program
   */
  public static Database open(Path file, StoreConfig config) {
    try {
      Session session = migrated(file);
      GroupWriter writer = new GroupWriter(session, file, config);
      Checkpointer checkpointer = new Checkpointer(Sqlite.openWriter(file), file);
      ThreadPoolExecutor readers =
          new ThreadPoolExecutor(
              config.readers(),
              config.readers(),
              0,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(config.queue()),
              Thread.ofPlatform().daemon().name("db-reader-", 1).factory());
      return new Database(config, writer, checkpointer, readers, new ReadSessions(file));
    } catch (SQLException e) {
      throw StoreException.notWritten(
          "cannot open the database " + file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Runs {@code work} inside the next shared commit and returns when that is durable. Work that
   * throws is rolled back alone.
   */
  <T> T write(Work<T> work) {
    return writer.write(work);
  }

  /**
   * Runs {@code work} on a reading thread. Waits a while for its turn, then for its end; what runs
   * too long is broken off, so that it takes no thread from the others.
   */
  <T> T read(Work<T> work) {
    var unit = new ReadUnit<T>(work, sessions::own);
    Future<T> answer;
    try {
      answer = readers.submit(unit);
    } catch (RejectedExecutionException e) {
      throw StoreException.overloaded("reading the database");
    }
    try {
      if (!unit.awaitBegin(config.queueWait().toMillis()) && answer.cancel(false)) {
        throw StoreException.overloaded("reading the database");
      }
      return answer.get(config.statementTime().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw StoreException.notWritten("cannot read the database", e);
    } catch (InterruptedException e) {
      unit.breakOff();
      Thread.currentThread().interrupt();
      throw StoreException.notWritten("interrupted while reading the database", e);
    } catch (java.util.concurrent.TimeoutException e) {
      unit.breakOff();
      throw StoreException.notWritten("reading the database took too long", e);
    }
  }

  /** Whether writes are being taken; false for good after the disk failed under a commit. */
  public boolean isWritable() {
    return writer.isHealthy();
  }

  /** Commits so far and writes in them, for the metrics. */
  public long commits() {
    return writer.commits();
  }

  public long writes() {
    return writer.writes();
  }

  @Override
  public void close() {
    readers.shutdown();
    try {
      if (readers.awaitTermination(10, TimeUnit.SECONDS)) {
        sessions.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
    checkpointer.close();
  }

  /** A refused file is let go of again, and was only looked at. */
  private static Session migrated(Path file) throws SQLException {
    var migrator = new Migrator("db/migration/sqlite");
    if (file.toFile().length() > 0) {
      try (var look = new Session(Sqlite.openReader(file))) {
        migrator.check(look);
      }
    }
    var session = new Session(Sqlite.openWriter(file));
    try {
      migrator.migrate(session);
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }
}
