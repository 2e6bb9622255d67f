package darkroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import darkroom.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir private Path temp;
  private Path place;

  @BeforeEach
  void here() {
    assumeThat(temp.getFileSystem().supportedFileAttributeViews()).contains("posix");
    place = temp.resolve("data");
  }

  @Test
  void everything_it_makes_belongs_to_its_owner_alone() throws IOException {
    try (DataFolder folder = DataFolder.open(place)) {
      DataFolder.writeSecret(folder.adminKey(), new Secret("s"));

      assertThat(rights(place)).isEqualTo("rwx------");
      assertThat(List.of("lock", "darkroom.db", "admin-key"))
          .allSatisfy(name -> assertThat(rights(place.resolve(name))).isEqualTo("rw-------"));
      assertThat(rights(folder.scratch())).isEqualTo("rwx------");
      assertThat(rights(folder.natives())).isEqualTo("rwx------");
    }
  }

  @Test
  void a_folder_that_was_left_open_is_closed() throws IOException {
    DataFolder.open(place).close();
    Files.writeString(place.resolve("admin-key"), "s");
    loosen(place, "rwxr-xr-x");
    loosen(place.resolve("darkroom.db"), "rw-r--r--");
    loosen(place.resolve("admin-key"), "rw-rw-rw-");

    DataFolder.open(place).close();

    assertThat(rights(place)).isEqualTo("rwx------");
    assertThat(rights(place.resolve("darkroom.db"))).isEqualTo("rw-------");
    assertThat(rights(place.resolve("admin-key"))).isEqualTo("rw-------");
  }

  @Test
  void folders_that_are_missing_above_it_are_made() throws IOException {
    Path deep = temp.resolve("one/two/three");

    try (DataFolder folder = DataFolder.open(deep)) {
      folder.forceNames();

      assertThat(deep.resolve("darkroom.db")).exists();
      assertThat(rights(deep)).isEqualTo("rwx------");
    }
  }

  @Test
  void a_place_whose_new_name_cannot_be_brought_to_the_disk_is_refused() throws IOException {
    Path above = Files.createDirectory(temp.resolve("above"));
    loosen(above, "-wx------");
    assumeThat(Files.isReadable(above)).as("root reads everything").isFalse();

    // a folder that cannot be opened cannot be synced, though others can be made in it
    assertThatThrownBy(() -> DataFolder.open(above.resolve("data")))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("cannot use the data folder");
    loosen(above, "rwx------");
  }

  @Test
  void a_fresh_volume_that_somebody_made_is_taken() throws IOException {
    Files.createDirectories(place.resolve("lost+found"));
    loosen(place, "rwxr-xr-x");

    DataFolder.open(place).close();

    assertThat(rights(place)).isEqualTo("rwx------");
  }

  @Test
  void a_folder_shared_with_others_is_refused_and_left_as_it_is() throws IOException {
    Files.createDirectories(place);
    Files.writeString(place.resolve("somebody.txt"), "theirs");
    loosen(place, "rwxrwxrwx");

    assertThatThrownBy(() -> DataFolder.open(place))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("a folder of its own");
    assertThat(rights(place)).isEqualTo("rwxrwxrwx");
    assertThat(place.resolve("lock")).doesNotExist();
  }

  @Test
  void a_secret_that_is_nothing_or_hardly_anything_is_refused() throws IOException {
    try (DataFolder folder = DataFolder.open(place)) {
      for (String text : List.of("", " \n", "fifteen letters\n")) {
        Files.writeString(place.resolve("secret-key"), text);

        assertThatThrownBy(() -> folder.readSecret("secret-key", 16))
            .isInstanceOf(StartException.class)
            .hasMessageContaining(place.resolve("secret-key") + " is empty or too short");
      }
      Files.writeString(place.resolve("secret-key"), "sixteen letters!\n");

      assertThat(folder.readSecret("secret-key", 16)).contains(new Secret("sixteen letters!"));
      assertThat(folder.readSecret("none", 16)).isEmpty();
    }
  }

  @Test
  void what_a_dead_process_left_half_done_is_swept() throws IOException {
    try (DataFolder folder = DataFolder.open(place)) {
      Files.writeString(
          Files.createDirectory(folder.scratch().resolve("references-1")).resolve("0"), "x");
      Files.writeString(folder.natives().resolve("sqlite.so"), "x");
    }

    try (DataFolder folder = DataFolder.open(place)) {
      assertThat(folder.scratch()).isEmptyDirectory();
      assertThat(folder.natives()).isEmptyDirectory();
    }
  }

  private static void loosen(Path path, String rights) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
