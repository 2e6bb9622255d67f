package darkroom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot be, in a process of its own: one line of what to do, no stack trace. */
@Timeout(60)
class ServeCommandTest {
  @TempDir private Path folder;

  private record Ended(int status, String said) {}

  @Test
  void descriptors_that_cannot_be_used_are_listed() throws Exception {
    Path models = Files.createDirectory(folder.resolve("models"));
    Files.writeString(models.resolve("mine.json"), "{\"id\": 5}");

    Ended ended = serve(Map.of("DARKROOM_CATALOG_FOLDER", models.toString()));

    assertThat(ended.status()).as(ended.said()).isEqualTo(2);
    assertThat(ended.said())
        .startsWith("Darkroom cannot start; the model descriptors have problems:\n  ")
        .contains("mine.json: ")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void a_taken_management_port_is_named_with_its_own_setting() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      Ended ended = serve(Map.of("DARKROOM_HTTP_MANAGEMENT", address));

      assertThat(ended.status()).as(ended.said()).isEqualTo(1);
      assertThat(ended.said())
          .startsWith("Darkroom cannot start: cannot listen on " + address)
          .contains("set DARKROOM_HTTP_MANAGEMENT to another port")
          .doesNotContain("DARKROOM_HTTP_PORT");
    }
  }

  @Test
  void a_secret_key_that_is_hardly_any_is_refused_without_being_shown() throws Exception {
    Ended ended = serve(Map.of("DARKROOM_SECRET_KEY", "sesame"));

    assertThat(ended.status()).as(ended.said()).isEqualTo(2);
    assertThat(ended.said())
        .contains("secret-key: too short (expected: at least 16 characters")
        .doesNotContain("sesame");
  }

  @Test
  void a_start_that_is_only_tried_leaves_the_first_key_and_says_where() throws Exception {
    Ended ended = serve(Map.of(), "--check");

    Path file = folder.resolve("data/first-key");
    assertThat(ended.status()).as(ended.said()).isZero();
    assertThat(ended.said()).contains("Your API key is in the file " + file);
    assertThat(Files.readString(file)).startsWith("sk-");
  }

  private Ended serve(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "darkroom.Main",
            "serve");
    builder.command().addAll(List.of(options));
    builder.directory(folder.toFile()); // where no darkroom.conf is
    builder.environment().keySet().removeIf(name -> name.startsWith("DARKROOM_"));
    builder.environment().put("DARKROOM_DATA", folder.resolve("data").toString());
    builder.environment().put("DARKROOM_HTTP_PORT", "0");
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), said);
  }
}
