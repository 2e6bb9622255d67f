package darkroom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import darkroom.config.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GreetingTest {
  private static final URI DEFAULT = URI.create("http://127.0.0.1:8080");
  private static final Optional<Secret> MADE = Optional.of(new Secret("sk-made"));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("first-key"), "sk-made\n");
  }

  @Test
  void on_a_terminal_the_key_is_shown_and_its_file_goes() {
    String said = said(new Greeting(DEFAULT, MADE, file), true);

    assertThat(said)
        .contains("Darkroom listens on http://127.0.0.1:8080")
        .contains("Your API key, shown this once: sk-made")
        .contains("DARKROOM_KEY=\"sk-made\" ./darkroom generate \"A lighthouse in fog\"");
    assertThat(file).doesNotExist();
  }

  @Test
  void a_key_that_could_not_be_shown_stays_in_its_file() {
    var broken =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("no terminal any more");
              }
            },
            true,
            UTF_8);

    new Greeting(DEFAULT, MADE, file).print(broken, true);

    assertThat(file).exists();
  }

  @Test
  void without_a_terminal_only_its_place_is_told() {
    assertThat(said(new Greeting(DEFAULT, MADE, file), false))
        .contains("Your API key is in the file " + file)
        .contains("Bearer $(cat " + file + ")")
        .doesNotContain("sk-made");
    assertThat(file).exists();
  }

  @Test
  void a_key_that_an_earlier_start_could_not_show_is_found_again() {
    var later = new Greeting(DEFAULT, Optional.empty(), file);

    assertThat(said(later, true)).contains("Your API key is in the file " + file);
    assertThat(said(later, false)).doesNotContain("API key");
    assertThat(file).exists();
  }

  @Test
  void the_command_goes_to_the_server_that_was_started() {
    var elsewhere = new Greeting(URI.create("https://img.example.org"), MADE, file);

    assertThat(said(elsewhere, true))
        .contains(
            "./darkroom generate --server https://img.example.org \"A lighthouse in fog\"",
            "curl -s https://img.example.org/api/generate/submit");
  }

  private static String said(Greeting greeting, boolean onTerminal) {
    var out = new ByteArrayOutputStream();
    greeting.print(new PrintStream(out, true, UTF_8), onTerminal);
    return out.toString(UTF_8);
  }
}
