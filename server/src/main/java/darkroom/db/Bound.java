package darkroom.db;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement on its way to being run. Instants become epoch milliseconds, empty becomes null. */
final class Bound {
  private final PreparedStatement statement;
  private final NamedSql sql;
  private final Runnable onError;
  private int bound;

  /**
   * @param onError told when the statement broke off
   */
  Bound(PreparedStatement statement, NamedSql sql, Runnable onError) {
    this.statement = statement;
    this.sql = sql;
    this.onError = onError;
  }

  Bound set(String name, String value) throws SQLException {
    return object(name, value);
  }

  Bound set(String name, long value) throws SQLException {
    return object(name, value);
  }

  Bound set(String name, boolean value) throws SQLException {
    return object(name, value ? 1L : 0L);
  }

  Bound set(String name, byte[] value) throws SQLException {
    return object(name, value);
  }

  Bound set(String name, Instant value) throws SQLException {
    return object(name, value.toEpochMilli());
  }

  Bound setText(String name, Optional<String> value) throws SQLException {
    return object(name, value.orElse(null));
  }

  Bound setNumber(String name, Optional<Integer> value) throws SQLException {
    return object(name, value.map(Integer::longValue).orElse(null));
  }

  Bound setInstant(String name, Optional<Instant> value) throws SQLException {
    return object(name, value.map(Instant::toEpochMilli).orElse(null));
  }

  /** Runs a write and answers how many rows it touched. */
  int run() throws SQLException {
    complete();
    try {
      return statement.executeUpdate();
    } catch (SQLException e) {
      onError.run();
      throw e;
    }
  }

  <T> List<T> list(RowReader<T> reader) throws SQLException {
    complete();
    var rows = new ArrayList<T>();
    try (ResultSet result = statement.executeQuery()) {
      var row = new Row(result);
      while (result.next()) {
        rows.add(reader.read(row));
      }
    } catch (SQLException e) {
      onError.run();
      throw e;
    }
    return rows;
  }

  <T> Optional<T> first(RowReader<T> reader) throws SQLException {
    List<T> rows = list(reader);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  private Bound object(String name, @Nullable Object value) throws SQLException {
    boolean known = false;
    for (int i = 0; i < sql.names().size(); i++) {
      if (sql.names().get(i).equals(name)) {
        statement.setObject(i + 1, value);
        bound++;
        known = true;
      }
    }
    if (!known) {
      throw new IllegalArgumentException("no parameter :" + name);
    }
    return this;
  }

  private void complete() {
    if (bound != sql.names().size()) {
      throw new IllegalStateException("parameters missing in: " + sql.jdbc());
    }
  }
}
