package darkroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.upstream.Spool;
import darkroom.storage.Draft;
import darkroom.storage.ObjectKey;
import darkroom.task.Samples;
import darkroom.task.Task;
import darkroom.task.TaskFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanerTest {
  @TempDir private Path folder;
  private Workshop shop;
  private Cleaner cleaner;

  @BeforeEach
  void open() throws IOException {
    shop = new Workshop(folder, ScriptedEngine.paid());
    cleaner =
        new Cleaner(
            shop.open.tasks,
            shop.storage,
            shop.desk,
            new Spool(Files.createDirectories(folder.resolve("answers"))),
            Workshop.TASKS,
            Duration.ofMinutes(1),
            shop.clock);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void expired_pictures_go_and_their_rows_stay() throws Exception {
    Task task = shop.submit(2);
    shop.run(shop.claim());
    shop.clock.advance(Duration.ofDays(30));
    cleaner.clean();
    int before = shop.storage.list("file", 10).size();

    shop.clock.advance(Duration.ofMillis(1));
    cleaner.clean();

    assertThat(before).isEqualTo(2);
    assertThat(shop.storage.list("file", 10)).isEmpty();
    assertThat(shop.find(task).files()).hasSize(2);
    TaskFile file = shop.find(task).files().getFirst();
    assertThat(shop.open.tasks.findFile(file.token())).isPresent();
  }

  @Test
  void rows_go_after_their_time_and_only_once_nothing_is_owed() throws Exception {
    Task task = shop.submit(1);
    shop.run(shop.claim());
    shop.clock.advance(Duration.ofDays(91));
    cleaner.clean();
    Optional<Task> owing = shop.open.tasks.find(shop.account, task.id());

    shop.owed()
        .forEach(claim ->
            shop.open.deliveries.record(
                claim,
                new darkroom.webhook.DeliveryAttempt(
                    1, shop.clock.instant(), Duration.ZERO, Optional.of(200), "delivered", "", ""),
                darkroom.webhook.DeliveryStatus.DELIVERED,
                shop.clock.instant()));
    cleaner.clean();

    assertThat(owing).isPresent();
    assertThat(shop.open.tasks.find(shop.account, task.id())).isEmpty();
    assertThat(shop.open.ledgerOf(task.id())).hasSize(2);
  }

  @Test
  void old_idempotency_keys_are_forgotten() throws IOException {
    shop.open.tasks.insert(
        Samples.keyed(Samples.task("k1", shop.account, 1, shop.clock.instant()), "key", "hash"));
    shop.clock.advance(Duration.ofHours(24));
    cleaner.clean();
    boolean before = shop.open.tasks.replay(shop.account, "key").isPresent();

    shop.clock.advance(Duration.ofMillis(1));
    cleaner.clean();

    assertThat(before).isTrue();
    assertThat(shop.open.tasks.replay(shop.account, "key")).isEmpty();
  }

  @Test
  void a_reference_without_an_open_task_goes_in_the_second_round() throws IOException {
    Task open = shop.submit(1);
    ObjectKey used = kept(open.id().value());
    ObjectKey orphan = kept("task-unified-1783680000-abcdefgh");

    cleaner.clean();
    var afterOne = shop.storage.list("reference", 10);
    cleaner.clean();

    assertThat(afterOne).containsExactlyInAnyOrder(used, orphan);
    assertThat(shop.storage.list("reference", 10)).containsExactly(used);
  }

  @Test
  void a_reference_whose_task_came_to_be_meanwhile_stays() throws IOException {
    Task young = Samples.task("young-task", shop.account, 1, shop.clock.instant());
    ObjectKey key = kept("young-task");
    cleaner.clean();
    shop.open.tasks.insert(Samples.queued(young));

    cleaner.clean();
    cleaner.clean();

    assertThat(shop.storage.list("reference", 10)).containsExactly(key);
  }

  @Test
  void references_in_use_keep_no_orphan_out_of_reach() throws IOException {
    Task open = shop.submit(1);
    for (int i = 0; i < 510; i++) {
      kept(open.id().value(), i);
    }
    for (int i = 0; i < 5; i++) {
      kept("orphan-" + i);
    }

    cleaner.clean();
    cleaner.clean();

    assertThat(shop.storage.list("reference", 1_000)).hasSize(510);
  }

  @Test
  void an_answer_of_an_engine_goes_an_hour_after_no_task_can_want_it() throws IOException {
    Path wanted = answer("wanted", Duration.ofMinutes(89));
    Path left = answer("left", Duration.ofMinutes(91));

    cleaner.clean();

    assertThat(wanted).exists();
    assertThat(left).doesNotExist();
  }

  @Test
  void what_cannot_be_deleted_keeps_nothing_else_from_going() throws Exception {
    shop.submit(1);
    shop.run(shop.claim());
    ObjectKey picture = shop.storage.list("file", 10).getFirst();
    Path shard = folder.resolve("objects").resolve(picture.value()).getParent();
    Path elsewhere = Files.move(shard, folder.resolve("elsewhere"));
    Files.createSymbolicLink(shard, elsewhere);
    shop.clock.advance(Duration.ofMinutes(1));
    Task other = shop.submit(2);
    shop.run(shop.claim());
    Path answer = answer("left", Duration.ofDays(1));
    shop.clock.advance(Duration.ofDays(31));

    cleaner.clean();
    List<TaskFile> stuck = shop.open.tasks.expiredFiles(shop.clock.instant(), 10);
    List<ObjectKey> others = shop.storage.list("file", 10);
    Files.delete(shard);
    Files.move(elsewhere, shard);
    cleaner.clean();

    assertThat(answer).doesNotExist();
    assertThat(stuck).extracting(TaskFile::objectKey).containsExactly(picture.value());
    assertThat(others).isEmpty();
    assertThat(shop.find(other).files()).hasSize(2);
    assertThat(shop.storage.list("file", 10)).isEmpty();
    assertThat(shop.open.tasks.expiredFiles(shop.clock.instant(), 10)).isEmpty();
  }

  /** The task's deadline is 30 minutes. */
  private Path answer(String attempt, Duration age) throws IOException {
    Path file = Files.writeString(folder.resolve("answers").resolve(attempt), "{}");
    return Files.setLastModifiedTime(file, FileTime.from(shop.clock.instant().minus(age)));
  }

  private ObjectKey kept(String task) throws IOException {
    return kept(task, 0);
  }

  private ObjectKey kept(String task, int index) throws IOException {
    var key = new ObjectKey("reference/" + task + "/" + index);
    try (Draft draft = shop.storage.draft()) {
      draft.out().write(ScriptedEngine.JPEG);
      shop.storage.publish(draft, key);
    }
    return key;
  }
}
