package darkroom.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigratorTest {
  @TempDir private Path folder;

  @Test
  void an_empty_file_gets_all_tables_and_the_version() throws SQLException {
    try (Session session = session()) {
      migrator().migrate(session);

      assertThat(tables(session))
          .containsExactlyInAnyOrder(
              "account",
              "api_key",
              "delivery",
              "delivery_attempt",
              "delivery_host",
              "engine_mode",
              "idempotency_key",
              "ledger",
              "schema_version",
              "task",
              "task_attempt",
              "task_file");
      assertThat(versions(session))
          .containsExactly(
              "1 V001__first.sql",
              "2 V002__limits.sql",
              "3 V003__engines.sql",
              "4 V004__queue.sql",
              "5 V005__deliveries.sql");
    }
  }

  @Test
  void the_same_schema_is_left_alone() throws SQLException {
    try (Session session = session()) {
      migrator().migrate(session);
      List<String> before = schema(session);

      migrator().migrate(session);

      assertThat(schema(session)).isEqualTo(before);
      assertThat(versions(session)).hasSize(5);
    }
  }

  @Test
  void a_script_that_changed_after_it_was_applied_stops_the_start() throws SQLException {
    try (Session session = session()) {
      migrator().migrate(session);
      session.sql("update schema_version set sha256 = 'another'").run();

      assertThatThrownBy(() -> migrator().migrate(session))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("migration 1 is not the one");
    }
  }

  @Test
  void pictures_of_the_first_schema_are_weighed() throws Exception {
    try (Session session = session()) {
      migrator().migrate(session);
      try (var statement = session.connection().createStatement()) {
        // back to the first schema, as far as the second one looks at it
        statement.execute("drop table task");
        statement.execute("drop table account");
        statement.execute("drop table api_key");
        statement.execute("drop table task_attempt");
        statement.execute("drop table engine_mode");
        statement.execute("drop table delivery_host");
        for (String trigger : List.of("delivery_owed", "delivery_moved", "delivery_ended")) {
          statement.execute("drop trigger " + trigger);
        }
        statement.execute("delete from schema_version where version > 1");
        for (String table : List.of("account", "api_key", "task", "task_attempt")) {
          statement.execute(firstSchema(table));
        }
        statement.execute(
            """
            insert into account values
              ('acc_1', 'a@example.org', '', 0, 0, 0, 0, 0, '', '', null, null, 0),
              ('acc_2', 'b@example.org', '', 0, 0, 0, 0, 0, '', '', null, null, 0)
            """);
        statement.execute(
            """
            insert into task (id, account_id, test, model, input, shots, unit_price, held, status,
              due_at, created_at)
            values ('t1', 'acc_1', 0, 'm', '{}', 3, 5, 15, 'finished', 0, 0)
            """);
        for (int shot = 0; shot < 3; shot++) {
          statement.execute(
              "insert into task_file values ('t1', %d, 'f%d', '', '', '', '', 100, '', 1, 1, '', 0, %d)"
                  .formatted(shot, shot, shot == 2 ? 1 : 0));
        }
      }

      migrator().migrate(session);

      assertThat(
              session
                  .sql("select id, stored_bytes from account order by id")
                  .list(row -> row.text("id") + " " + row.number("stored_bytes")))
          .containsExactly("acc_1 200", "acc_2 0");
    }
  }

  @Test
  void a_foreign_schema_gets_no_table_of_ours() throws SQLException {
    try (Session session = session()) {
      session.connection().createStatement().execute("create table invoice (id integer)");

      assertThatThrownBy(() -> migrator().migrate(session)).hasMessageContaining("another program");
      assertThat(tables(session)).containsExactly("invoice");
    }
  }

  @Test
  void a_missing_script_leaves_no_version_behind() throws SQLException {
    try (Session session = session()) {
      assertThatThrownBy(() -> new Migrator("db/migration/nowhere").migrate(session))
          .hasMessageContaining("no such script");

      assertThat(versions(session)).isEmpty();
      migrator().migrate(session);
      assertThat(versions(session)).hasSize(5);
    }
  }

  private Session session() throws SQLException {
    return new Session(Sqlite.openWriter(folder.resolve("test.db")));
  }

  private static Migrator migrator() {
    return new Migrator("db/migration/sqlite");
  }

  /** A table as the first script makes it. */
  private static String firstSchema(String table) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            MigratorTest.class.getResourceAsStream("/db/migration/sqlite/V001__first.sql"))) {
      String script =
          new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)--.*$", "");
      int begin = script.indexOf("create table " + table + " (");
      return script.substring(begin, script.indexOf(';', begin));
    }
  }

  private static List<String> tables(Session session) throws SQLException {
    return session
        .sql("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
        .list(row -> row.text("name"));
  }

  private static List<String> schema(Session session) throws SQLException {
    return session
        .sql("select coalesce(sql, name) as text from sqlite_schema order by name")
        .list(row -> row.text("text"));
  }

  private static List<String> versions(Session session) throws SQLException {
    return session
        .sql("select version, script from schema_version order by version")
        .list(row -> row.number("version") + " " + row.text("script"));
  }
}
