package darkroom.fake.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillTest {
  @TempDir private Path folder;

  @Test
  void it_counts_by_id_and_in_all_from_many_threads() {
    var bill = new Bill();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        String id = "id" + i % 2;
        threads.execute(() -> {
          bill.received(id);
          bill.paid(id, 3);
        });
      }
    }

    assertThat(bill.of(Column.RECEIVED)).isEqualTo(Map.of("id0", 50, "id1", 50));
    assertThat(bill.total(Column.PAID)).isEqualTo(300);
    assertThat(bill.total(Column.POLLS)).isZero();

    bill.clear();
    assertThat(bill.total(Column.PAID)).isZero();
  }

  @Test
  void nothing_that_is_not_billed_stands_on_it() {
    var bill = new Bill();

    bill.paid("id", 0);

    assertThat(bill.of(Column.PAID)).isEmpty();
  }

  @Test
  void a_journal_goes_on_where_it_ended_and_holds_no_prompt() throws IOException {
    Path file = folder.resolve("log");
    try (Journal journal = Journal.open(Optional.of(file))) {
      assertThat(journal.arrived("submit", "a", "secret words")).isEqualTo(1);
    }
    try (Journal journal = Journal.open(Optional.of(file))) {
      assertThat(journal.arrived("poll", "b", "")).isEqualTo(2);
    }

    List<String> lines = Files.readAllLines(file);
    assertThat(lines)
        .containsExactly(
            "{\"n\":1,\"kind\":\"submit\",\"id\":\"a\",\"prompt\":\""
                + Journal.hash("secret words")
                + "\"}",
            "{\"n\":2,\"kind\":\"poll\",\"id\":\"b\",\"prompt\":\"" + Journal.hash("") + "\"}");
  }
}
