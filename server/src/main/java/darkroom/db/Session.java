package darkroom.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * One connection with its kept statements. Used by one thread at a time: the writer's, or a
 * reader's.
 */
final class Session implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Session.class);

  private final Connection connection;
  private final Map<String, Prepared> statements = new HashMap<>();
  private boolean undone;

  private record Prepared(PreparedStatement statement, NamedSql sql) {}

  Session(Connection connection) {
    this.connection = connection;
  }

  /** A statement with {@code :named} parameters, prepared once per connection. */
  Bound sql(String text) throws SQLException {
    Prepared prepared = statements.get(text);
    if (prepared == null) {
      NamedSql sql = NamedSql.parse(text);
      prepared = new Prepared(connection.prepareStatement(sql.jdbc()), sql);
      statements.put(text, prepared);
    }
    return new Bound(prepared.statement(), prepared.sql(), () -> forget(text));
  }

  /** The driver gives a statement up at most errors, and it would answer with that for ever. */
  private void forget(String text) {
    Prepared broken = statements.remove(text);
    if (broken != null) {
      try {
        broken.statement().close();
      } catch (SQLException e) {
        log.atDebug().setCause(e).log("database.statement_not_closed");
      }
    }
  }

  /** What this unit of work wrote is to be taken back although it ends well. */
  void undo() {
    undone = true;
  }

  boolean takeUndone() {
    boolean was = undone;
    undone = false;
    return was;
  }

  /** Ends the statement under way with an error; the one method any thread may call. */
  void interrupt() {
    if (connection instanceof SQLiteConnection sqlite) {
      try {
        sqlite.getDatabase().interrupt();
      } catch (SQLException e) {
        throw new IllegalStateException("cannot interrupt a statement", e);
      }
    }
  }

  /**
   * Closes the kept statements. After an interrupt this has to be done: the driver leaves a
   * statement that wrote something active, and while one is active SQLite goes on refusing.
   */
  void forgetStatements() throws SQLException {
    for (Prepared prepared : statements.values()) {
      prepared.statement().close();
    }
    statements.clear();
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() throws SQLException {
    forgetStatements();
    connection.close();
  }
}
