package darkroom.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.task.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DatabaseTest {
  @TempDir private Path folder;

  @Test
  void a_write_is_visible_to_reads_once_it_returned() {
    try (Database database = open()) {
      for (int i = 1; i <= 20; i++) {
        put(database, "k" + i);

        assertThat(count(database)).isEqualTo(i);
      }
    }
  }

  @Test
  void a_unit_that_fails_takes_no_neighbour_with_it() throws Exception {
    try (Database database = open();
        ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      var entered = new CountDownLatch(1);
      var gate = new CountDownLatch(1);
      Future<Integer> first = side.submit(() -> database.write(session -> stall(entered, gate)));
      entered.await();
      var writes = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 30; i++) {
        int number = i;
        writes.add(side.submit(() -> database.write(session -> unit(session, number))));
      }
      gate.countDown();

      first.get();
      for (int i = 0; i < writes.size(); i++) {
        Future<Integer> write = writes.get(i);
        switch (i % 5) {
          case 1 -> assertThatThrownBy(write::get).hasRootCauseMessage("broken " + i);
          case 2 ->
              assertThatThrownBy(write::get)
                  .hasCauseInstanceOf(StoreException.class)
                  .hasRootCauseInstanceOf(SQLException.class);
          case 3 -> assertThatThrownBy(write::get).hasRootCauseInstanceOf(StackOverflowError.class);
          default -> assertThat(write.get()).isEqualTo(i);
        }
      }
      assertThat(count(database)).as("two of five are kept, one is undone").isEqualTo(6);
      assertThat(database.isWritable()).isTrue();
    }
  }

  @Test
  void writes_that_wait_share_a_commit() throws Exception {
    try (Database database = open();
        ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      var entered = new CountDownLatch(1);
      var gate = new CountDownLatch(1);
      side.execute(() -> database.write(session -> stall(entered, gate)));
      entered.await();
      var writes = new ArrayList<Future<?>>();
      for (int i = 0; i < 50; i++) {
        int number = i;
        writes.add(side.submit(() -> put(database, "k" + number)));
      }
      gate.countDown();
      for (Future<?> write : writes) {
        write.get();
      }

      assertThat(database.writes()).isEqualTo(51);
      assertThat(database.commits()).isLessThan(51);
      assertThat(count(database)).isEqualTo(50);
    }
  }

  @Test
  void what_is_undone_leaves_nothing_and_still_answers() {
    try (Database database = open()) {
      String answer =
          database.write(session -> {
            insert(session, "undone");
            session.undo();
            return "no";
          });

      assertThat(answer).isEqualTo("no");
      assertThat(count(database)).isZero();
      put(database, "kept");
      assertThat(count(database)).isEqualTo(1);
    }
  }

  @Test
  void what_was_written_is_there_after_a_restart() {
    try (Database database = open()) {
      put(database, "kept");
    }

    try (Database database = open()) {
      assertThat(count(database)).isEqualTo(1);
    }
  }

  @Test
  void a_closed_database_refuses() {
    Database database = open();
    count(database);
    database.close();

    assertThatThrownBy(() -> put(database, "late"))
        .isInstanceOf(StoreException.class)
        .satisfies(e -> assertThat(((StoreException) e).outcomeUnknown()).isFalse());
    assertThatThrownBy(() -> count(database)).isInstanceOf(StoreException.class);
    assertThat(database.isWritable()).isFalse();
  }

  @Test
  void a_write_beside_a_close_is_answered_and_never_hangs() throws Exception {
    for (int round = 0; round < 5; round++) {
      Database database = open();
      try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
        var writers = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 8; i++) {
          String key = "r" + round + "w" + i + "-";
          writers.add(side.submit(() -> writeUntilRefused(database, key)));
        }
        database.close();

        for (Future<Integer> writer : writers) {
          assertThat(writer.get(20, TimeUnit.SECONDS)).isNotNegative();
        }
      }
    }
  }

  @Test
  void a_closed_database_holds_no_file_open() {
    Database database = open();
    count(database);

    database.close();

    assertThat(folder.resolve("test.db-wal")).as("the last connection removes it").doesNotExist();
  }

  @Test
  void a_full_queue_is_an_overload_and_nothing_written() throws Exception {
    var config = new StoreConfig(1, 1, 1, Duration.ofMillis(20), Duration.ofSeconds(5));
    try (Database database = Database.open(folder.resolve("test.db"), config);
        ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      var entered = new CountDownLatch(1);
      var gate = new CountDownLatch(1);
      side.execute(() -> database.write(session -> stall(entered, gate)));
      entered.await();
      List<Future<Integer>> writes =
          List.of(side.submit(() -> put(database, "a")), side.submit(() -> put(database, "b")));

      assertThatThrownBy(
              () -> {
                for (Future<Integer> write : writes) {
                  write.get(100, TimeUnit.MILLISECONDS);
                }
              })
          .isInstanceOfAny(ExecutionException.class, java.util.concurrent.TimeoutException.class);
      assertThatThrownBy(() -> put(database, "c")).hasMessageContaining("overloaded");
      gate.countDown();
    }
  }

  @Test
  void another_programs_database_is_left_as_it_was() throws Exception {
    sql("create table invoice (id integer)");
    byte[] before = Files.readAllBytes(folder.resolve("test.db"));

    assertThatThrownBy(this::open).isInstanceOf(StoreException.class);

    assertThat(folder.resolve("test.db")).hasBinaryContent(before);
    assertThat(folder).isDirectoryNotContaining("glob:**-{wal,shm,journal}");
  }

  @Test
  void a_read_that_runs_away_is_broken_off_and_frees_its_thread() {
    var config = new StoreConfig(1, 8, 8, Duration.ofSeconds(2), Duration.ofMillis(100));
    try (Database database = Database.open(folder.resolve("test.db"), config)) {
      assertThatThrownBy(() -> database.read(DatabaseTest::runAway))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("took too long");

      assertThat(count(database)).as("by the one reading thread").isZero();
    }
  }

  @Test
  void a_read_that_was_broken_off_works_the_next_time() {
    var config = new StoreConfig(1, 8, 8, Duration.ofSeconds(2), Duration.ofMillis(100));
    try (Database database = Database.open(folder.resolve("test.db"), config)) {
      assertThatThrownBy(() -> database.read(session -> counted(session, 1_000_000_000_000L)))
          .isInstanceOf(StoreException.class);

      assertThat(database.<Long>read(session -> counted(session, 10))).isEqualTo(10);
    }
  }

  private static long counted(Session session, long most) throws SQLException {
    return session
        .sql(
            """
            with recursive n (i) as (select 1 union all select i + 1 from n where i < :most)
            select count(*) as n from n
            """)
        .set("most", most)
        .first(row -> row.number("n"))
        .orElseThrow();
  }

  @Test
  void a_writer_that_fails_leaves_nobody_waiting() throws Exception {
    var config = new StoreConfig(1, 1, 1, Duration.ofSeconds(10), Duration.ofSeconds(5));
    Database database = Database.open(folder.resolve("test.db"), config);
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      var entered = new CountDownLatch(1);
      var gate = new CountDownLatch(1);
      side.execute(() -> database.write(session -> stall(entered, gate)));
      entered.await();
      var writes = new ArrayList<Future<?>>();
      for (int i = 0; i < 50; i++) {
        String key = "k" + i;
        writes.add(
            side.submit(() ->
                database.write(session -> {
                  session.connection().close(); // as if the file went away under it
                  insert(session, key);
                  return 1;
                })));
      }
      gate.countDown();

      for (Future<?> write : writes) {
        assertThatThrownBy(() -> write.get(20, TimeUnit.SECONDS))
            .hasCauseInstanceOf(StoreException.class);
      }
    }
    assertThat(database.isWritable()).isFalse();
    database.close();
  }

  @Test
  void a_read_that_finds_no_thread_in_time_is_an_overload() throws Exception {
    var config = new StoreConfig(1, 8, 8, Duration.ofMillis(50), Duration.ofSeconds(5));
    try (Database database = Database.open(folder.resolve("test.db"), config);
        ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      var entered = new CountDownLatch(1);
      var gate = new CountDownLatch(1);
      Future<Integer> first = side.submit(() -> database.read(session -> stall(entered, gate)));
      entered.await();

      assertThatThrownBy(() -> count(database)).hasMessageContaining("overloaded");

      gate.countDown();
      assertThat(first.get()).isZero();
    }
  }

  @Test
  void a_write_that_runs_away_is_broken_off_before_its_commit_and_the_next_one_works() {
    var config = new StoreConfig(1, 8, 8, Duration.ofSeconds(2), Duration.ofSeconds(1));
    try (Database database = Database.open(folder.resolve("test.db"), config)) {
      assertThatThrownBy(() ->
              database.write(session -> {
                insert(session, "lost");
                return runAway(session);
              }))
          .isInstanceOfSatisfying(
              StoreException.class, trouble -> assertThat(trouble.outcomeUnknown()).isFalse());

      put(database, "kept");
      assertThat(count(database)).isEqualTo(1);
      assertThat(database.isWritable()).isTrue();
    }
  }

  @Test
  void another_programs_database_is_refused() throws Exception {
    sql("create table invoice (id integer)");

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another program");
  }

  @Test
  void a_file_that_is_no_database_is_refused_and_left_alone() throws Exception {
    String text = "this is a letter, not a database. ".repeat(100);
    Files.writeString(folder.resolve("test.db"), text);

    assertThatThrownBy(this::open).isInstanceOf(StoreException.class);
    assertThat(folder.resolve("test.db")).hasContent(text);
  }

  @Test
  void a_newer_schema_is_refused() throws Exception {
    open().close();
    sql("insert into schema_version (version, script, sha256) values (99, 'V099', 'x')");

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer than this program");
  }

  private Database open() {
    return Database.open(folder.resolve("test.db"), OpenStore.CONFIG);
  }

  private void sql(String text) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("test.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  /** Holds the writer until the gate opens, so that others have to wait for the next commit. */
  private static int stall(CountDownLatch entered, CountDownLatch gate) {
    entered.countDown();
    try {
      assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return 0;
  }

  /** One of five kinds: kept, broken, against a constraint, an error, undone. */
  private static int unit(Session session, int number) throws SQLException {
    if (number % 5 != 0) {
      insert(session, "extra" + number);
    }
    insert(session, number % 5 == 2 ? "extra" + number : "k" + number);
    switch (number % 5) {
      case 1 -> throw new IllegalStateException("broken " + number);
      case 3 -> throw new StackOverflowError("deep");
      case 4 -> session.undo();
      default -> {}
    }
    return number;
  }

  private static int writeUntilRefused(Database database, String prefix) {
    int written = 0;
    while (true) {
      try {
        put(database, prefix + written);
        written++;
      } catch (StoreException e) {
        return written;
      }
    }
  }

  private static long runAway(Session session) throws SQLException {
    return session
        .sql(
            """
            with recursive number (n) as (select 1 union all select n + 1 from number)
            select count(*) as rows from number
            """)
        .first(row -> row.integer("rows"))
        .orElseThrow();
  }

  private static int put(Database database, String key) {
    return database.write(session -> insert(session, key));
  }

  private static int insert(Session session, String key) throws SQLException {
    return session
        .sql(
            """
            insert into idempotency_key (account_id, route, key, body_hash, task_id, created_at)
            values ('acc', 'submit', :key, 'hash', 'task', 0)
            """)
        .set("key", key)
        .run();
  }

  private static int count(Database database) {
    return database
        .read(session ->
            session
                .sql("select count(*) as rows from idempotency_key")
                .first(row -> row.integer("rows")))
        .orElseThrow();
  }
}
