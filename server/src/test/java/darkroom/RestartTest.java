package darkroom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
  private static final String DRAWN =
      "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"A mill\", \"size\": \"1920x1920\"}}";
  private static final String FAILING = DRAWN.replace("A mill", "[[fail]]");
  private static final String ENDLESS = DRAWN.replace("A mill", "[[never]]");

  @TempDir private Path folder;

  @Test
  void what_was_queued_at_the_stop_is_finished_after_the_start() {
    List<String> ids = new ArrayList<>();
    try (var first = DarkroomFixture.startIn(folder, Map.of("worker.tasks", "1"))) {
      first.submit(ENDLESS); // keeps the only place, so that all others wait
      for (int i = 0; i < 5; i++) {
        ids.add(first.submit(FAILING));
      }
      ids.add(first.submit(DRAWN));
      assertThat(first.status(ids.getLast()).text()).contains("\"not_started\"");
    }

    try (var second = DarkroomFixture.startIn(folder, Map.of())) {
      for (String id : ids) {
        String expected = id.equals(ids.getLast()) ? "finished" : "failed";
        assertThat(second.awaitEnd(id).data().path("status").asString()).isEqualTo(expected);
      }
      assertThat(second.balance(DarkroomFixture.KEY)).isEqualTo("9990"); // 5 held, 5 captured
    }
  }

  @Test
  void a_callback_that_was_not_delivered_goes_out_after_the_start() {
    try (var sink = CallbackSink.open()) {
      String called =
          FAILING.replace(
              "\"input\"", "\"callback_url\": \"" + sink.url("/hook") + "\", \"input\"");
      sink.answer("/hook", 500);
      try (var first =
          DarkroomFixture.startIn(folder, Map.of("webhook.schedule", "0s, 1s, 1s, 1s"))) {
        first.submit(called);
        sink.await("/hook", 1);
      }

      try (var second = DarkroomFixture.startIn(folder, Map.of())) {
        List<CallbackSink.Received> tries = sink.await("/hook", 2);

        assertThat(tries.get(1).header("webhook-id")).isEqualTo(tries.get(0).header("webhook-id"));
        assertThat(tries.get(1).body()).isEqualTo(tries.get(0).body());
        assertThat(second.get("/health/ready", "").text()).isEqualTo("ready\n");
      }
    }
  }

  @Test
  void keys_pictures_balance_and_secrets_outlive_the_process() {
    String id;
    String status;
    String secret;
    String admin;
    try (var first = DarkroomFixture.startIn(folder, Map.of())) {
      id = first.submit(DRAWN);
      status = first.awaitEnd(id).text();
      secret = first.get("/api/api-keys/webhook-secret").text();
      admin = first.adminKey();
    }

    try (var second = DarkroomFixture.startIn(folder, Map.of())) {
      // the address of a picture follows the server, everything else stays
      assertThat(second.status(id).text().replaceAll("127.0.0.1:\\d+", ""))
          .isEqualTo(status.replaceAll("127.0.0.1:\\d+", ""));
      assertThat(
              Pictures.size(
                  second.status(id).data().path("files").get(0).path("file_url").asString()))
          .isEqualTo("1920x1920");
      assertThat(second.get("/api/api-keys/webhook-secret").text()).isEqualTo(secret);
      assertThat(second.balance(DarkroomFixture.KEY)).isEqualTo("9995");
      assertThat(second.adminKey()).isEqualTo(admin);
      assertThat(second.get("/v2/admin/accounts", admin).data().path("items").size()).isEqualTo(1);
    }
  }

  @Test
  void a_second_process_on_the_same_folder_is_refused() throws Exception {
    try (var first = DarkroomFixture.startIn(folder, Map.of())) {
      var builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              System.getProperty("java.class.path"),
              "darkroom.Main",
              "serve");
      builder.environment().put("DARKROOM_DATA", folder.toString());
      builder.environment().put("DARKROOM_HTTP_PORT", "0");
      Process second = builder.redirectErrorStream(true).start();

      String said = new String(second.getInputStream().readAllBytes(), UTF_8);

      assertThat(second.waitFor()).isEqualTo(1);
      assertThat(said)
          .isEqualTo(
              "Darkroom cannot start: another Darkroom already runs on the data folder "
                  + folder
                  + "; stop it first or set DARKROOM_DATA to another folder\n");
      assertThat(first.get("/api/user/balance").status()).isEqualTo(200);
    }
  }

  @Test
  void a_taken_port_is_refused_and_leaves_the_folder_free(@TempDir Path other) {
    try (var first = DarkroomFixture.startIn(folder, Map.of())) {
      String port = Integer.toString(first.port());

      assertThatThrownBy(() -> DarkroomFixture.startIn(other, Map.of("http.port", port)).close())
          .isInstanceOf(StartException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port)
          .hasMessageContaining("DARKROOM_HTTP_PORT");
    }
    try (var second = DarkroomFixture.startIn(other, Map.of())) {
      assertThat(second.get("/health/ready", "").status()).isEqualTo(200);
    }
  }

  @Test
  void a_first_start_leaves_its_key_in_a_file_of_its_owner_until_it_was_shown() throws Exception {
    try (var first = DarkroomFixture.startIn(folder, Map.of("bootstrap-key", ""))) {
      Path file = folder.resolve("first-key");
      String key = Files.readString(file).strip();

      assertThat(first.get("/api/user/balance", key).status()).isEqualTo(200);
      assertThat(first.get("/v2/admin/accounts", key).status()).isEqualTo(403);
      for (String name : List.of("first-key", "admin-key", "secret-key")) {
        assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
            .hasToString("[OWNER_READ, OWNER_WRITE]")
            .hasSize(2);
      }
    }
    try (var second = DarkroomFixture.startIn(folder, Map.of("bootstrap-key", ""))) {
      String key = Files.readString(folder.resolve("first-key")).strip();

      assertThat(second.get("/api/user/balance", key).status()).isEqualTo(200);
    }
  }

  @Test
  void welcome_credits_that_were_taken_back_do_not_come_again() {
    try (var first = DarkroomFixture.startIn(folder, Map.of())) {
      String taken = "{\"account\": \"owner@localhost\", \"amount\": -10000}";
      assertThat(first.post("/v2/admin/credits", first.adminKey(), taken).status()).isEqualTo(200);
    }

    try (var second = DarkroomFixture.startIn(folder, Map.of())) {
      assertThat(second.balance(DarkroomFixture.KEY)).isEqualTo("0");
    }
  }
}
