package darkroom.engine.builtin.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFacesTest {

  @TempDir Path folder;

  @BeforeEach
  void lay_out_fonts() throws IOException {
    Files.writeString(folder.resolve("broken.ttf"), "no font at all");
    Files.writeString(folder.resolve("broken.ttc"), "ttcf and nothing");
    Files.createDirectories(folder.resolve("deep"));
    try (InputStream font =
        MachineFaces.class.getResourceAsStream("/fonts/InterDisplay-Medium.otf")) {
      Files.write(folder.resolve("deep/inter.otf"), font.readAllBytes());
    }
  }

  @Test
  void finds_a_face_that_has_the_character() {
    MachineFaces faces = new MachineFaces(List.of(folder), 1_000_000);

    assertThat(faces.covering('Ж'))
        .hasValueSatisfying(face -> assertThat(face.glyph('Ж')).isPositive());
    assertThat(faces.covering('Ш')).isEqualTo(faces.covering('Ж'));
  }

  @Test
  void answers_nothing_where_no_face_has_the_character() {
    assertThat(new MachineFaces(List.of(folder), 1_000_000).covering('山')).isEmpty();
  }

  @Test
  void leaves_large_files_alone() {
    assertThat(new MachineFaces(List.of(folder), 1_000).covering('Ж')).isEmpty();
  }

  @Test
  void absent_folders_offer_nothing() {
    assertThat(new MachineFaces(List.of(folder.resolve("none")), 1_000_000).covering('a'))
        .isEmpty();
  }
}
