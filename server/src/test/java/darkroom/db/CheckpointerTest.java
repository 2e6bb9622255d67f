package darkroom.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointerTest {
  private static final long WORTH = 64L << 10;
  private static final long TOO_MANY = 1L << 20;

  @TempDir private Path folder;

  @Test
  void a_log_that_is_written_without_a_pause_does_not_grow_for_ever() throws SQLException {
    Path file = folder.resolve("test.db");
    Path wal = folder.resolve("test.db-wal");
    try (Connection writer = Sqlite.openWriter(file);
        Statement statement = writer.createStatement()) {
      statement.execute("create table noise (bytes blob)");
      var checkpointer = new Checkpointer(Sqlite.openWriter(file), file, WORTH, TOO_MANY);
      long longest = 0;
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);

      while ((longest <= TOO_MANY || wal.toFile().length() > WORTH) && System.nanoTime() < until) {
        statement.execute("insert into noise values (zeroblob(10000))");
        longest = Math.max(longest, wal.toFile().length());
      }

      long left = wal.toFile().length();
      checkpointer.close();

      assertThat(longest).isGreaterThan(TOO_MANY);
      assertThat(left).isLessThanOrEqualTo(WORTH);
    }
  }
}
