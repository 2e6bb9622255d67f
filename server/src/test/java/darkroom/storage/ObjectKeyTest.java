package darkroom.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
  private static final List<String> UPWARDS =
      List.of(
          "..",
          ".",
          "...",
          "%2e%2e",
          "%2E%2E",
          "%252e%252e",
          "..%00",
          "..\0",
          "\uff0e\uff0e",
          "\u2024\u2024",
          "%c0%ae%c0%ae",
          "%e0%80%ae",
          "..;",
          ".. ",
          " ..",
          "..\n",
          "~",
          "C:",
          "..\t",
          "\u202e..",
          ".%00.");
  private static final List<String> PARTS =
      List.of("/", "\\", "%2f", "%2F", "%5c", "%252f", "%c0%af", "\u2215", "\u2044", "//", "/./");
  private static final List<String> FRAMES =
      List.of("%s", "file/%s", "/%s", "file/aa/%s", "%s/file/aa", "file/%s/aa.jpg", "\0%s", "%s\n");
  private static final List<String> TARGETS =
      List.of("", "etc/passwd", "darkroom.db", "secret-key", "a", "A");

  @Test
  void no_spelling_of_a_way_out_is_a_key() {
    Set<String> spellings = spellings();

    for (String spelling : spellings) {
      assertThatThrownBy(() -> new ObjectKey(spelling))
          .as("'%s'", spelling)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("passwd");
    }

    assertThat(spellings).hasSizeGreaterThan(5_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file/2j/2jx9vq.jpg",
        "reference/task-unified-1783680000-abcdefgh/0",
        "a/b/c/d.webp",
        "a/b"
      })
  void our_own_names_are_keys_and_stay_inside(String text) {
    Path root = Path.of("root");

    Path resolved = root.resolve(new ObjectKey(text).value());

    assertThat(resolved.normalize()).isEqualTo(resolved).startsWithRaw(root);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a/",
        "/a/b",
        "a//b",
        "A/b",
        "a/b.",
        "a/b.jpg.",
        "a/b.JPG",
        "a/.jpg",
        "a/b/c/d/e",
        "a.x/b",
        "a/b.jpg/c",
        "a/b.jpg\n",
        "a/b ",
        "a/\u00e4",
        "a/b.123456789"
      })
  void anything_else_is_none(String text) {
    assertThatThrownBy(() -> new ObjectKey(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<String> spellings() {
    var all = new LinkedHashSet<String>();
    for (String up : UPWARDS) {
      for (String part : PARTS) {
        for (String frame : FRAMES) {
          for (String target : TARGETS) {
            String once = up + part + target;
            all.add(frame.formatted(once));
            all.add(frame.formatted((up + part).repeat(4) + target));
          }
        }
      }
    }
    return all;
  }
}
