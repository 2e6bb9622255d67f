package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.config.ConfigReader;
import darkroom.config.Setting;
import darkroom.config.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/configuration.md} and {@code darkroom.default.conf} say what the code says. After a
 * change of settings, run with {@code -Ddarkroom.docs.write=true} to rewrite both in place.
 */
class ConfigurationDocTest {
  /** Its default depends on the machine. */
  private static final String PAINTERS = "builtin.painters";

  @Test
  void the_page_lists_every_setting_with_its_default() throws IOException {
    var table = new StringBuilder("| key | environment variable | type | default | meaning |\n");
    table.append("|---|---|---|---|---|\n");
    for (Setting setting : settings()) {
      table.append(
          "| `%s` | `%s` | %s | %s | %s |\n"
              .formatted(
                  setting.key(),
                  setting.environmentName(),
                  setting.type(),
                  standard(setting),
                  setting.description()));
    }

    Generated.compare(
        "docs/configuration.md", page -> Generated.replaced(page, "settings", table.toString()));
  }

  @Test
  void the_default_file_lists_every_setting_commented_out() throws IOException {
    var file =
        new StringBuilder(
            """
            # Every setting of Darkroom with its default. Copy this file to darkroom.conf, take the # off
            # the lines you change, and leave the others. docs/configuration.md explains the syntax.
            # Lines are made from the code by ConfigurationDocTest; do not edit them here.
            """);
    String group = "";
    for (Setting setting : settings()) {
      String room = setting.key().contains(".") ? setting.key().replaceFirst("\\..*", "") : "";
      if (!room.equals(group)) {
        file.append("\n# ---- ").append(room).append(" ----\n");
        group = room;
      }
      file.append("\n# ").append(setting.description()).append('\n');
      if (setting.key().equals(PAINTERS)) {
        file.append("# Default: one for each core, at most 64.\n");
      }
      file.append("# Type: ").append(setting.type()).append('\n');
      String value = setting.key().equals(PAINTERS) ? "4" : setting.fallback();
      file.append(("#" + setting.key() + " = " + value).stripTrailing()).append('\n');
    }

    Generated.compare("darkroom.default.conf", page -> file.toString());
  }

  @Test
  void the_default_file_can_be_used_with_every_line_in_force(@TempDir Path folder)
      throws IOException {
    String text = Files.readString(Generated.root().resolve("darkroom.default.conf"));
    Path inForce =
        Files.writeString(
            folder.resolve("darkroom.conf"),
            text.replaceAll("(?m)^#(?=[a-z][a-z0-9.-]* =)", "").replaceAll("(?m)^builtin.*$", ""));
    var reader = new ConfigReader(SettingsFile.read(Optional.of(inForce)), Map.of());

    Settings settings = Settings.read(reader);

    reader.check();
    assertThat(settings).isEqualTo(Settings.read(new ConfigReader(Map.of(), Map.of())));
  }

  private static List<Setting> settings() {
    var reader = new ConfigReader(Map.of(), Map.of());
    Settings.read(reader);
    return reader.settings();
  }

  private static String standard(Setting setting) {
    if (setting.key().equals(PAINTERS)) {
      return "one for each core, at most 64";
    }
    return setting.fallback().isEmpty() ? "none" : "`" + setting.fallback() + "`";
  }

  /** Text that comes from the code and stands in a file of the repository. */
  static final class Generated {
    private static final boolean WRITE = Boolean.getBoolean("darkroom.docs.write");

    private Generated() {}

    /** What a page should hold, made from what it holds. */
    @FunctionalInterface
    interface Wanted {
      String of(String page);
    }

    /** The root of the repository; tests start there or in a module's folder. */
    static Path root() {
      Path here = Path.of(Files.isRegularFile(Path.of("README.md")) ? "" : "..");
      return here.toAbsolutePath().normalize();
    }

    /** Fails, and says how to mend it, when the file is not as wanted. */
    static void compare(String name, Wanted wanted) throws IOException {
      Path file = root().resolve(name);
      String found = Files.exists(file) ? Files.readString(file) : "";
      String expected = wanted.of(found);
      if (expected.equals(found)) {
        return;
      }
      if (WRITE) {
        Files.writeString(file, expected);
        return;
      }
      Path target = Files.createDirectories(root().resolve("server/target"));
      Path copy = target.resolve("expected-" + file.getFileName());
      Files.writeString(copy, expected);
      assertThat(found)
          .as(
              "%s is not what the code says. Copy server/target/%s over it, or run:%n"
                  + "  ./run test -Dtest='*DocTest' -Dsurefire.failIfNoSpecifiedTests=false"
                  + " -Ddarkroom.docs.write=true",
              name, copy.getFileName())
          .isEqualTo(expected);
    }

    /** The page with other text between the marks of that name. */
    static String replaced(String page, String name, String text) {
      String begin = "<!-- generated: " + name + " -->\n";
      String end = "<!-- end: " + name + " -->\n";
      int from = page.indexOf(begin);
      int to = page.indexOf(end);
      assertThat(from >= 0 && to > from).as("the marks of " + name + " in the page").isTrue();
      return page.substring(0, from + begin.length()) + "\n" + text + "\n" + page.substring(to);
    }
  }
}
