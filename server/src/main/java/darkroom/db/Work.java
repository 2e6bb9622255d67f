package darkroom.db;

import java.sql.SQLException;

/** Statements that belong together, and what comes of them. */
@FunctionalInterface
interface Work<T> {
  T run(Session session) throws SQLException;
}
