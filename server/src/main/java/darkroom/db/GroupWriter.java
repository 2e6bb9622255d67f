package darkroom.db;

import darkroom.task.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer. Takes whatever waits, runs each piece of work under a savepoint of its own,
 * commits once, and only then tells the waiting threads. One flush of the disk so pays for many
 * submits.
 *
 * <p>When the disk fails under a commit, nobody knows what the file holds now: the writer then
 * stops for good rather than acknowledge on top of it. A full disk is no such case; SQLite takes
 * the commit back and the next one may work.
 */
final class GroupWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);
  private static final long WAL_LIMIT_BYTES = 64L << 20;
  private static final int CHECK_WAL_EVERY = 512;

  private final Session session;
  private final Statement control;
  private final Path wal;
  private final StoreConfig config;
  private final BlockingQueue<WriteUnit<?>> queue;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean failed;
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final Object begun = new Object();
  private long unitSince; // guarded by begun; 0 between units

  GroupWriter(Session session, Path file, StoreConfig config) throws SQLException {
    this.session = session;
    this.control = session.connection().createStatement();
    this.wal = file.resolveSibling(file.getFileName() + "-wal");
    this.config = config;
    this.queue = new ArrayBlockingQueue<>(config.queue());
    this.thread = Thread.ofPlatform().name("db-writer").daemon().start(this::loop);
  }

  <T> T write(Work<T> work) {
    if (failed || closed) {
      throw StoreException.notWritten(
          "the database takes no writes", new IllegalStateException(failed ? "failed" : "closed"));
    }
    var unit = new WriteUnit<>(work);
    try {
      if (!queue.offer(unit, config.queueWait().toMillis(), TimeUnit.MILLISECONDS)) {
        throw StoreException.overloaded("writing to the database");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StoreException.notWritten("interrupted before writing", e);
    }
    try {
      while (!unit.isDone(thread.isAlive() ? config.statementTime() : Duration.ZERO)) {
        if (thread.isAlive()) {
          breakOffLate();
        } else {
          // it came in beside the end of the writer, and nobody else would answer it
          var ended = new IllegalStateException(failed ? "failed" : "closed");
          failWaiting(ended);
          unit.fail(StoreException.unknown("the writer ended", ended));
        }
      }
      return unit.done().join(); // not interruptible: an outcome under way is always waited for
    } catch (CompletionException e) {
      throw e.getCause() instanceof StoreException trouble
          ? trouble
          : StoreException.notWritten("cannot write to the database", e);
    }
  }

  /**
   * A write that runs too long is broken off by those who wait behind it, and its commit with it.
   * The commit itself is never touched: then its outcome would be open.
   */
  private void breakOffLate() {
    synchronized (begun) {
      boolean late =
          unitSince != 0 && System.nanoTime() - unitSince > config.statementTime().toNanos();
      if (late) {
        session.interrupt();
      }
    }
  }

  private void unitBegins(boolean begins) {
    synchronized (begun) {
      unitSince = begins ? System.nanoTime() : 0;
    }
  }

  boolean isHealthy() {
    return !failed && thread.isAlive();
  }

  long commits() {
    return commits.get();
  }

  long writes() {
    return writes.get();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
      session.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      log.atWarn().setCause(e).log("database.close_failed");
    }
    failWaiting(new IllegalStateException("closed"));
  }

  private void loop() {
    var group = new ArrayList<WriteUnit<?>>();
    while (!failed) {
      try {
        WriteUnit<?> first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          if (closed) {
            return;
          }
          continue;
        }
        group.add(first);
        queue.drainTo(group, config.group() - 1);
        commit(group);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        // nobody knows how far it came, and a dead thread would leave everybody waiting
        failed = true;
        log.atError().setCause(e).log("database.writer_failed");
        group.forEach(unit -> unit.fail(StoreException.unknown("the writer failed", e)));
      } finally {
        group.clear();
      }
    }
    failWaiting(new IllegalStateException("the database failed"));
  }

  private void commit(List<WriteUnit<?>> group) {
    try {
      control.execute("begin immediate");
      for (WriteUnit<?> unit : group) {
        runAlone(unit);
      }
      control.execute("commit");
    } catch (SQLException e) {
      giveUp(group, e);
      return;
    }
    commits.incrementAndGet();
    writes.addAndGet(group.size());
    group.forEach(WriteUnit::tell);
    boundWal();
  }

  /** A unit that fails takes no neighbour with it. */
  private void runAlone(WriteUnit<?> unit) throws SQLException {
    control.execute("savepoint unit");
    unitBegins(true);
    boolean keep;
    try {
      keep = unit.run(session);
    } finally {
      unitBegins(false);
    }
    if (!keep) {
      control.execute("rollback to unit");
    }
    control.execute("release unit");
  }

  private void giveUp(List<WriteUnit<?>> group, SQLException e) {
    boolean known = Sqlite.isTakenBack(e);
    try {
      if (Sqlite.isInterrupted(e)) {
        session.forgetStatements();
      }
      control.execute("rollback");
    } catch (SQLException alreadyRolledBack) {
      log.atDebug().setCause(alreadyRolledBack).log("database.rollback_not_needed");
    }
    if (!known) {
      failed = true;
    }
    log.atError()
        .addKeyValue("writes", group.size())
        .addKeyValue("stopped", failed)
        .setCause(e)
        .log("database.commit_failed");
    var trouble =
        known
            ? StoreException.notWritten("the commit was taken back", e)
            : StoreException.unknown("the commit failed", e);
    group.forEach(unit -> unit.fail(trouble));
  }

  /**
   * The checkpointer never makes writers wait, and so may fall behind for ever under steady load;
   * now and then the writer itself starts the log over.
   */
  private void boundWal() {
    if (commits.get() % CHECK_WAL_EVERY != 0 || wal.toFile().length() < WAL_LIMIT_BYTES) {
      return;
    }
    try {
      control.execute("pragma wal_checkpoint(restart)");
    } catch (SQLException e) {
      log.atWarn().setCause(e).log("database.checkpoint_failed");
    }
  }

  private void failWaiting(Exception cause) {
    var rest = new ArrayList<WriteUnit<?>>();
    queue.drainTo(rest);
    rest.forEach(
        unit -> unit.fail(StoreException.notWritten("the database takes no writes", cause)));
  }
}
