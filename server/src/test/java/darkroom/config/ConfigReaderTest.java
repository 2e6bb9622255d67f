package darkroom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  @TempDir private Path folder;

  private enum Colour {
    RED,
    DARK_BLUE
  }

  @Test
  void environment_goes_before_file_and_file_before_default() {
    var both =
        new ConfigReader(
            Map.of("a.some-name", "file"), Map.of("DARKROOM_A_SOME_NAME", "environment"));
    var file = new ConfigReader(Map.of("a.some-name", "file"), Map.of());
    var neither = new ConfigReader(Map.of(), Map.of());

    assertThat(both.text("a.some-name", "default", "")).isEqualTo("environment");
    assertThat(file.text("a.some-name", "default", "")).isEqualTo("file");
    assertThat(neither.text("a.some-name", "default", "")).isEqualTo("default");
  }

  @Test
  void all_problems_are_told_at_once_with_name_value_and_expectation() {
    var reader =
        new ConfigReader(
            Map.of(
                "number",
                "eleven",
                "flag",
                "yes",
                "time",
                "5 minutes",
                "size",
                "1KB",
                "colour",
                "green",
                "zzz",
                "1",
                "aaa",
                "1"),
            Map.of());
    assertThat(reader.integer("number", 3, 1, 10, "")).isEqualTo(3);
    assertThat(reader.flag("flag", true, "")).isTrue();
    assertThat(reader.duration("time", "5s", "1s", "1m", "")).isEqualTo(Duration.ofSeconds(5));
    assertThat(reader.bytes("size", "1KiB", 0, 2_048, "")).isEqualTo(1_024);
    assertThat(reader.choice("colour", Colour.class, Colour.RED, "")).isEqualTo(Colour.RED);

    ConfigException refused = catchThrowableOfType(ConfigException.class, reader::check);

    assertThat(refused.problems())
        .containsExactly(
            "number: 'eleven' (expected: a whole number)",
            "flag: 'yes' (expected: true or false)",
            "time: '5 minutes' (expected: a duration such as 250ms, 15s, 30m, 24h or 90d)",
            "size: '1KB' (expected: a size such as 64KiB, 20MiB or 1GiB)",
            "colour: 'green' (expected: one of red, dark-blue)",
            "aaa: no such setting (docs/configuration.md lists them)",
            "zzz: no such setting (docs/configuration.md lists them)");
  }

  @ParameterizedTest
  @CsvSource({"0", "11", "-5", "999999999999999999", "9999999999999999999", "1.0", "0x1", "''"})
  void a_number_out_of_range_is_a_problem(String text) {
    var reader = new ConfigReader(Map.of("number", text), Map.of());

    assertThat(reader.integer("number", 3, 1, 10, "")).isEqualTo(3);
    assertThatThrownBy(reader::check).hasMessageStartingWith("number: '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({"250ms, 250", "15s, 15000", "30m, 1800000", "24h, 86400000", "90d, 7776000000"})
  void durations_have_units(String text, long millis) {
    var reader = new ConfigReader(Map.of("time", text), Map.of());

    assertThat(reader.duration("time", "1s", "1ms", "365d", "")).hasMillis(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "17B, 17",
    "64KiB, 65536",
    "20MiB, 20971520",
    "1GiB, 1073741824",
    "1125899906842624, 1125899906842624",
    "1048576GiB, 1125899906842624"
  })
  void sizes_have_units(String text, long bytes) {
    var reader = new ConfigReader(Map.of("size", text), Map.of());

    assertThat(reader.bytes("size", "1KiB", 0, 1L << 50, "")).isEqualTo(bytes);
    assertThatCode(reader::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1048577GiB", "999999999999999999GiB", "99999999999999999999", "1 KiB", "-1"})
  void a_size_out_of_range_is_a_problem(String text) {
    var reader = new ConfigReader(Map.of("size", text), Map.of());

    assertThat(reader.bytes("size", "1KiB", 0, 1L << 50, "")).isEqualTo(1_024);
    assertThatThrownBy(reader::check).isInstanceOf(ConfigException.class);
  }

  @Test
  void lists_are_parted_by_commas_and_empty_by_default() {
    var reader = new ConfigReader(Map.of("list", " a, b ,,c "), Map.of());

    assertThat(reader.list("list", "")).containsExactly("a", "b", "c");
    assertThat(reader.list("other", "")).isEmpty();
  }

  @Test
  void an_optional_text_that_is_blank_is_left_out() {
    var reader = new ConfigReader(Map.of("a", " ", "b", "x"), Map.of());

    assertThat(reader.optionalText("a", "")).isEmpty();
    assertThat(reader.optionalText("b", "")).contains("x");
  }

  @Test
  void a_secret_is_given_as_itself_or_as_a_file(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "from the file\n");
    var itself = new ConfigReader(Map.of("key", "itself"), Map.of());
    var byFile = new ConfigReader(Map.of(), Map.of("DARKROOM_KEY_FILE", file.toString()));
    var neither = new ConfigReader(Map.of(), Map.of());

    assertThat(itself.secret("key", "")).contains(new Secret("itself"));
    assertThat(byFile.secret("key", "")).contains(new Secret("from the file"));
    assertThat(neither.secret("key", "")).isEmpty();
    assertThat(new Secret("hidden")).hasToString("***");
  }

  @Test
  void a_secret_given_twice_or_in_no_file_is_a_problem_that_does_not_show_it() {
    var twice = new ConfigReader(Map.of("key", "hidden", "key-file", "/nowhere"), Map.of());
    var nowhere = new ConfigReader(Map.of("key-file", "/nowhere/at/all"), Map.of());
    twice.secret("key", "");
    nowhere.secret("key", "");

    assertThatThrownBy(twice::check)
        .hasMessageContaining("key: given twice (expected: the value or the file, not both)")
        .hasMessageNotContaining("hidden");
    assertThatThrownBy(nowhere::check)
        .hasMessage("key-file: '/nowhere/at/all' cannot be read (expected: a readable file)");
  }

  @Test
  void a_secret_file_that_holds_nothing_is_a_problem() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), " \n");
    var reader = new ConfigReader(Map.of("key-file", empty.toString()), Map.of());

    assertThat(reader.secret("key", "")).isEmpty();

    assertThatThrownBy(reader::check)
        .hasMessage("key-file: '" + empty + "' is empty (expected: a file that holds the secret)");
  }

  @Test
  void unknown_names_of_the_environment_are_told_apart_from_known_ones() {
    var reader =
        new ConfigReader(
            Map.of(), Map.of("DARKROOM_A", "1", "DARKROOM_B", "2", "PATH", "3", "DARKROOMS", "4"));
    reader.text("a", "", "");

    assertThat(reader.unknownEnvironment()).containsExactly("DARKROOM_B");
    assertThatCode(reader::check).doesNotThrowAnyException();
  }

  @Test
  void a_setting_is_declared_once_and_listed_in_order() {
    var reader = new ConfigReader(Map.of(), Map.of());
    reader.text("b.second-one", "x", "Second.");
    reader.flag("a", false, "First.");

    assertThat(reader.settings())
        .containsExactly(
            new Setting("b.second-one", "text", "x", "Second."),
            new Setting("a", "true or false", "false", "First."));
    assertThat(reader.settings().getFirst().environmentName()).isEqualTo("DARKROOM_B_SECOND_ONE");
    assertThatThrownBy(() -> reader.flag("a", false, "")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_settings_file_holds_keys_values_and_comments(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("darkroom.conf"), "# a comment\nhttp.port = 9000\ndata=x\n");

    assertThat(SettingsFile.read(Optional.of(file)))
        .isEqualTo(Map.of("http.port", "9000", "data", "x"));
    assertThat(SettingsFile.read(Optional.empty())).isEmpty();
  }

  @Test
  void a_settings_file_that_repeats_a_key_or_is_not_there_is_refused(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("darkroom.conf"), "a=1\nb=2\na=3\n");

    assertThatThrownBy(() -> SettingsFile.read(Optional.of(file)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("a: stands twice in " + file);
    assertThatThrownBy(() -> SettingsFile.read(Optional.of(folder.resolve("none"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void a_settings_file_that_everybody_reads_may_hold_no_secret() throws Exception {
    Path file = readableByAll("darkroom.conf");
    var reader = new ConfigReader(Map.of("key", "x", "http.port", "1"), Map.of());
    reader.secret("key", "A key.");
    reader.text("http.port", "", "A port.");

    reader.refuseOpenSecrets(file);

    assertThatThrownBy(reader::check)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("key: stands in ")
        .hasMessageNotContaining("http.port");
  }

  @Test
  void a_settings_file_that_everybody_reads_may_hold_anything_else() throws Exception {
    Path file = readableByAll("darkroom.conf");
    var reader = new ConfigReader(Map.of("http.port", "1"), Map.of("DARKROOM_KEY", "x"));
    reader.secret("key", "A key.");
    reader.text("http.port", "", "A port.");

    reader.refuseOpenSecrets(file);

    assertThatCode(reader::check).doesNotThrowAnyException();
  }

  @Test
  void a_secret_file_that_everybody_reads_is_named() throws Exception {
    Path open = readableByAll("mounted");
    Path closed = Files.writeString(folder.resolve("closed"), "y");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-------"));
    var reader =
        new ConfigReader(Map.of("a-file", open.toString(), "b-file", closed.toString()), Map.of());

    reader.secret("a", "A key.");
    reader.secret("b", "Another.");

    assertThat(reader.openSecretFiles()).containsExactly("a-file");
  }

  private Path readableByAll(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "x");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}
