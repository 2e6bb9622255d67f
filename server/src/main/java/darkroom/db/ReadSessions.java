package darkroom.db;

import darkroom.task.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection for each reading thread, opened when it first reads. Thread-safe. */
final class ReadSessions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReadSessions.class);

  private final Path file;
  private final Queue<Session> all = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<Session> own = ThreadLocal.withInitial(this::open);

  ReadSessions(Path file) {
    this.file = file;
  }

  /** The calling thread's own. */
  Session own() {
    return own.get();
  }

  /** Call when no thread reads any more. */
  @Override
  public void close() {
    for (Session session = all.poll(); session != null; session = all.poll()) {
      try {
        session.close();
      } catch (SQLException e) {
        log.atWarn().setCause(e).log("database.close_failed");
      }
    }
  }

  private Session open() {
    try {
      var session = new Session(Sqlite.openReader(file));
      all.add(session);
      return session;
    } catch (SQLException e) {
      throw StoreException.notWritten("cannot open the database for reading", e);
    }
  }
}
