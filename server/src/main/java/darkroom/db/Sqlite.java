package darkroom.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * How SQLite is opened and what its errors mean. WAL with {@code synchronous=FULL}: NORMAL may lose
 * acknowledged commits at a power cut. Versions below 3.51.3 have the WAL-reset bug and are
 * refused.
 */
final class Sqlite {
  private static final int[] OLDEST = {3, 51, 3};

  private Sqlite() {}

  static Connection openWriter(Path file) throws SQLException {
    Connection connection = open(file, false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode = wal");
      statement.execute("pragma synchronous = full");
      statement.execute("pragma wal_autocheckpoint = 0");
      statement.execute("pragma foreign_keys = on");
      refuseOldVersion(statement);
    }
    return connection;
  }

  static Connection openReader(Path file) throws SQLException {
    return open(file, true);
  }

  /** A constraint said no: the row is there already, or a check failed. */
  static boolean isUniqueViolation(SQLException e) {
    return e instanceof SQLiteException sqlite
        && List.of(
                SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE,
                SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY)
            .contains(sqlite.getResultCode());
  }

  /** After these SQLite may have rolled back the whole transaction by itself. */
  static boolean endsTransaction(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return code == SQLiteErrorCode.SQLITE_FULL.code
        || code == SQLiteErrorCode.SQLITE_IOERR.code
        || code == SQLiteErrorCode.SQLITE_NOMEM.code
        || code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code
        || code == SQLiteErrorCode.SQLITE_BUSY.code
        || isInterrupted(e);
  }

  /** A statement was broken off because it ran too long. */
  static boolean isInterrupted(SQLException e) {
    return (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_INTERRUPT.code;
  }

  /** Whether it is certain that nothing of the transaction stays and the file is sound. */
  static boolean isTakenBack(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return code == SQLiteErrorCode.SQLITE_FULL.code
        || code == SQLiteErrorCode.SQLITE_BUSY.code
        || isInterrupted(e); // only ever before the commit
  }

  private static Connection open(Path file, boolean readOnly) throws SQLException {
    var config = new SQLiteConfig();
    config.setBusyTimeout(3_000);
    config.setReadOnly(readOnly);
    return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
  }

  private static void refuseOldVersion(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery("select sqlite_version()")) {
      result.next();
      String version = result.getString(1);
      String[] parts = version.split("\\.", -1);
      for (int i = 0; i < OLDEST.length; i++) {
        int part = Integer.parseInt(parts[i]);
        if (part > OLDEST[i]) {
          return;
        }
        if (part < OLDEST[i]) {
          throw new SQLException("SQLite " + version + " is too old, 3.51.3 or newer is needed");
        }
      }
    }
  }
}
