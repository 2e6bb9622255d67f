package darkroom.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every object storage promises. */
abstract class ObjectStorageContract {
  protected abstract ObjectStorage storage();

  @Test
  void a_published_object_is_read_back_byte_for_byte() throws IOException {
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);

    put("file/aa/one.jpg", bytes);

    assertThat(read("file/aa/one.jpg", 0)).isEqualTo(bytes);
  }

  @Test
  void size_and_hash_are_those_of_the_bytes() throws IOException {
    StoredObject stored = put("file/aa/one.txt", "abc".getBytes(UTF_8));
    StoredObject empty = put("file/aa/none.txt", new byte[0]);

    assertThat(stored)
        .isEqualTo(
            new StoredObject(
                new ObjectKey("file/aa/one.txt"),
                3,
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    assertThat(empty.size()).isZero();
    assertThat(empty.sha256())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void an_object_opens_from_an_offset_on() throws IOException {
    put("file/aa/one.txt", "0123456789".getBytes(UTF_8));

    assertThat(read("file/aa/one.txt", 7)).asString(UTF_8).isEqualTo("789");
    assertThat(read("file/aa/one.txt", 10)).isEmpty();
  }

  @Test
  void a_missing_object_is_said_to_be_missing() {
    assertThatThrownBy(() -> read("file/aa/nothing.jpg", 0))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void a_draft_closed_without_being_published_leaves_nothing() throws IOException {
    Path file;
    try (Draft draft = storage().draft()) {
      draft.out().write(new byte[10_000]);
      file = draft.file();
      assertThat(file).hasSize(10_000);
    }

    assertThat(file).doesNotExist();
    assertThat(storage().list("file", 10)).isEmpty();
  }

  @Test
  void a_draft_shows_what_was_written_so_far() throws IOException {
    try (Draft draft = storage().draft()) {
      draft.out().write("so far".getBytes(UTF_8));

      assertThat(draft.file()).hasContent("so far");
    }
  }

  @Test
  void an_object_of_the_same_key_is_replaced() throws IOException {
    put("file/aa/one.txt", "old and longer".getBytes(UTF_8));
    put("file/aa/one.txt", "new".getBytes(UTF_8));

    assertThat(read("file/aa/one.txt", 0)).asString(UTF_8).isEqualTo("new");
    assertThat(storage().list("file", 10)).hasSize(1);
  }

  @Test
  void a_deleted_object_is_gone_and_deleting_it_again_is_fine() throws IOException {
    put("file/aa/one.txt", new byte[1]);

    storage().delete(new ObjectKey("file/aa/one.txt"));
    storage().delete(new ObjectKey("file/aa/one.txt"));
    storage().delete(new ObjectKey("never/was"));

    assertThatThrownBy(() -> read("file/aa/one.txt", 0)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void a_list_names_what_is_below_and_nothing_beside_it() throws IOException {
    put("reference/task-1/0", new byte[1]);
    put("reference/task-1/1", new byte[1]);
    put("reference/task-10/0", new byte[1]);
    put("file/aa/one.jpg", new byte[1]);

    assertThat(storage().list("reference/task-1", 10))
        .containsExactlyInAnyOrder(
            new ObjectKey("reference/task-1/0"), new ObjectKey("reference/task-1/1"));
    assertThat(storage().list("reference", 10)).hasSize(3);
    assertThat(storage().list("reference", 2)).hasSize(2);
    assertThat(storage().list("nowhere", 10)).isEmpty();
  }

  @Test
  void writers_and_deleters_of_one_folder_do_not_disturb_each_other() throws Exception {
    var results = new ArrayList<Future<Integer>>();
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        String key = "file/aa/writer" + i;
        results.add(
            side.submit(() -> {
              for (int round = 0; round < 15; round++) {
                put(key, key.getBytes(UTF_8));
                assertThat(read(key, 0)).asString(UTF_8).isEqualTo(key);
                storage().list("file", 100);
                storage().delete(new ObjectKey(key));
              }
              return 15;
            }));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isEqualTo(15);
      }
    }
    assertThat(storage().list("file", 10)).isEmpty();
  }

  @Test
  void there_is_room_for_more() {
    assertThat(storage().freeBytes()).isPositive();
  }

  protected final StoredObject put(String key, byte[] bytes) throws IOException {
    try (Draft draft = storage().draft()) {
      draft.out().write(bytes);
      return storage().publish(draft, new ObjectKey(key));
    }
  }

  protected final byte[] read(String key, long offset) throws IOException {
    try (InputStream in = storage().open(new ObjectKey(key), offset)) {
      return in.readAllBytes();
    }
  }

  protected static List<Path> everythingBelow(Path folder) throws IOException {
    try (var walk = Files.walk(folder)) {
      return walk.filter(path -> !path.equals(folder)).toList();
    }
  }
}
