package darkroom.db;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Brings a schema up to date from numbered scripts, each in one transaction with its row in {@code
 * schema_version}. Forward only. A script that changed after it was applied, or a schema newer than
 * this program, stops the start. Ours and not Flyway's because Flyway adds a third of a second to a
 * first start and this is shorter than its configuration.
 */
final class Migrator {
  private static final List<String> SCRIPTS =
      List.of(
          "V001__first.sql",
          "V002__limits.sql",
          "V003__engines.sql",
          "V004__queue.sql",
          "V005__deliveries.sql");

  private final String folder;

  private record Applied(int version, String sha256) {}

  Migrator(String folder) {
    this.folder = folder;
  }

  void migrate(Session session) throws SQLException {
    check(session);
    try (Statement statement = session.connection().createStatement()) {
      statement.execute(
          """
          create table if not exists schema_version (
            version integer primary key, script text not null, sha256 text not null) strict
          """);
      for (int i = applied(session).size(); i < SCRIPTS.size(); i++) {
        apply(session, statement, i + 1, read(SCRIPTS.get(i)));
      }
    }
  }

  /**
   * Only looks.
   *
   * @throws SQLException when the tables are another program's, or of a schema that this program
   *     does not know
   */
  void check(Session session) throws SQLException {
    List<String> tables = tables(session);
    if (tables.isEmpty()) {
      return;
    }
    if (!tables.contains("schema_version")) {
      throw new SQLException("the file holds another program's tables");
    }
    List<Applied> applied = applied(session);
    if (applied.size() > SCRIPTS.size()) {
      throw new SQLException("the schema is newer than this program: update Darkroom");
    }
    for (int i = 0; i < applied.size(); i++) {
      compare(applied.get(i), read(SCRIPTS.get(i)));
    }
  }

  private static List<Applied> applied(Session session) throws SQLException {
    return session
        .sql("select version, sha256 from schema_version order by version")
        .list(row -> new Applied(row.integer("version"), row.text("sha256")));
  }

  private static List<String> tables(Session session) throws SQLException {
    return session
        .sql("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
        .list(row -> row.text("name"));
  }

  private static void compare(Applied applied, String script) throws SQLException {
    if (!applied.sha256().equals(sha256(script))) {
      throw new SQLException(
          "migration " + applied.version() + " is not the one this database was made with");
    }
  }

  private void apply(Session session, Statement statement, int version, String script)
      throws SQLException {
    statement.execute("begin immediate");
    try {
      for (String part : statements(script)) {
        statement.execute(part);
      }
      session
          .sql(
              "insert into schema_version (version, script, sha256) values (:version, :script, :sha)")
          .set("version", version)
          .set("script", SCRIPTS.get(version - 1))
          .set("sha", sha256(script))
          .run();
      statement.execute("commit");
    } catch (SQLException e) {
      statement.execute("rollback");
      throw e;
    }
  }

  /**
   * Outside comments, our scripts hold no semicolon but at the end of a statement, and of the one
   * statement in a trigger.
   */
  private static List<String> statements(String script) {
    var parts = new ArrayList<String>();
    for (String part : script.replaceAll("(?m)--.*$", "").split(";(?!\\s*end;)", -1)) {
      if (!part.isBlank()) {
        parts.add(part);
      }
    }
    return parts;
  }

  private String read(String name) throws SQLException {
    String resource = "/" + folder + "/" + name;
    try (InputStream in =
        Optional.ofNullable(Migrator.class.getResourceAsStream(resource))
            .orElseThrow(() -> new SQLException("no such script: " + resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SQLException("cannot read " + resource, e);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }
}
