package darkroom.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest extends ObjectStorageContract {
  @TempDir private Path folder;
  private Path root;
  private LocalStorage storage;

  @BeforeEach
  void open() throws IOException {
    root = folder.resolve("objects");
    storage = new LocalStorage(root);
  }

  @Override
  protected ObjectStorage storage() {
    return storage;
  }

  @Test
  void a_planted_link_in_place_of_an_object_is_not_followed() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "not yours");
    put("file/aa/real.jpg", new byte[1]);
    Files.createSymbolicLink(root.resolve("file/aa/planted.jpg"), secret);

    assertThatThrownBy(() -> read("file/aa/planted.jpg", 0)).isInstanceOf(IOException.class);
    assertThat(storage.list("file", 10)).containsExactly(new ObjectKey("file/aa/real.jpg"));

    storage.delete(new ObjectKey("file/aa/planted.jpg"));
    assertThat(secret).hasContent("not yours");
  }

  @Test
  void a_planted_link_is_replaced_and_not_written_through() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "untouched");
    put("file/aa/other.jpg", new byte[1]);
    Files.createSymbolicLink(root.resolve("file/aa/planted.jpg"), victim);

    put("file/aa/planted.jpg", "new".getBytes(UTF_8));

    assertThat(victim).hasContent("untouched");
    assertThat(read("file/aa/planted.jpg", 0)).asString(UTF_8).isEqualTo("new");
  }

  @Test
  void a_planted_link_in_place_of_a_folder_is_not_followed() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret.jpg"), "not yours");
    put("file/bb/one.jpg", new byte[1]);
    Files.createSymbolicLink(root.resolve("file/aa"), outside);

    assertThatThrownBy(() -> read("file/aa/secret.jpg", 0)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> put("file/aa/new.jpg", new byte[1])).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> storage.delete(new ObjectKey("file/aa/secret.jpg")))
        .isInstanceOf(IOException.class);
    assertThat(storage.list("file", 10)).containsExactly(new ObjectKey("file/bb/one.jpg"));
    assertThat(everythingBelow(outside)).containsExactly(outside.resolve("secret.jpg"));
  }

  @Test
  void a_planted_link_in_place_of_the_drafts_is_not_followed() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Path drafts = folder.resolve("objects/tmp");
    Files.delete(drafts);
    Files.createSymbolicLink(drafts, outside);

    assertThatThrownBy(() -> storage.draft()).isInstanceOf(IOException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void drafts_of_a_dead_process_are_deleted_at_the_start() throws IOException {
    Path left = Files.writeString(root.resolve("tmp/draft-1"), "half");

    new LocalStorage(root);

    assertThat(left).doesNotExist();
  }

  @Test
  void while_writes_fail_there_is_no_room_and_afterwards_there_is_again() throws IOException {
    Files.delete(root.resolve("tmp"));

    assertThatThrownBy(() -> put("file/aa/one.jpg", new byte[1])).isInstanceOf(IOException.class);
    long failing = storage.freeBytes();
    Files.createDirectory(root.resolve("tmp"));

    assertThat(failing).isZero();
    assertThat(storage.freeBytes()).isPositive();
    assertThat(everythingBelow(root.resolve("tmp"))).isEmpty();
  }

  @Test
  void a_name_that_cannot_be_brought_to_the_disk_is_taken_back() throws IOException {
    put("file/aa/one.jpg", new byte[1]);
    Path shard = root.resolve("file/aa");
    Files.setPosixFilePermissions(shard, PosixFilePermissions.fromString("-wx------"));
    assumeThat(Files.isReadable(shard)).as("root reads everything").isFalse();

    // a folder that cannot be opened cannot be synced, though files can be moved into it
    assertThatThrownBy(() -> put("file/aa/two.jpg", new byte[1])).isInstanceOf(IOException.class);
    Files.setPosixFilePermissions(shard, PosixFilePermissions.fromString("rwx------"));

    assertThat(everythingBelow(shard)).containsExactly(shard.resolve("one.jpg"));
    put("file/aa/two.jpg", new byte[2]);
    assertThat(read("file/aa/two.jpg", 0)).hasSize(2);
  }

  @Test
  void no_empty_folder_is_left_behind() throws IOException {
    for (int i = 0; i < 20; i++) {
      put("reference/task-" + i + "/0", new byte[1]);
      storage.delete(new ObjectKey("reference/task-" + i + "/0"));
    }

    assertThat(everythingBelow(root)).containsExactly(root.resolve("tmp"));
  }

  @Test
  void a_stray_file_that_is_no_object_does_not_spoil_a_list() throws IOException {
    put("file/aa/one.jpg", new byte[1]);
    Files.writeString(root.resolve("file/aa/.DS_Store"), "");
    Files.writeString(root.resolve("file/README"), "");

    assertThat(storage.list("file", 10)).contains(new ObjectKey("file/aa/one.jpg")).hasSize(1);
  }
}
