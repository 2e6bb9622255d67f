package darkroom.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberCommandsTest {
  private static final String BALANCE = "GET /api/user/balance";
  private static final String ADA = "{\"email\":\"ada@example.org\",\"credits_amount\":8.48}";

  private final Path folder;
  private final CommandLineFixture darkroom;

  MemberCommandsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.darkroom = new CommandLineFixture(folder);
  }

  @AfterEach
  void close() {
    darkroom.close();
  }

  @Test
  void balance_is_one_line() {
    darkroom.server.on(BALANCE, ADA);

    assertThat(darkroom.run("balance")).isZero();
    assertThat(darkroom.out()).isEqualToIgnoringNewLines("8.48 credits (ada@example.org)");
    assertThat(darkroom.lastRequest().header("Authorization"))
        .isEqualTo("Bearer " + CommandLineFixture.MEMBER_KEY);
  }

  @Test
  void options_win_over_the_environment_and_that_over_the_file() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/first-key"), "sk-from-file\n");
    darkroom.server.on(BALANCE, ADA);

    darkroom.run("balance", "--key", "sk-from-option");
    assertThat(darkroom.lastRequest().header("Authorization")).isEqualTo("Bearer sk-from-option");

    darkroom.environment.remove("DARKROOM_KEY");
    darkroom.run("balance");
    assertThat(darkroom.lastRequest().header("Authorization")).isEqualTo("Bearer sk-from-file");
  }

  @Test
  void the_data_folder_can_be_elsewhere(@TempDir Path data) throws IOException {
    Files.writeString(data.resolve("first-key"), "sk-elsewhere");
    darkroom.environment.remove("DARKROOM_KEY");
    darkroom.environment.put("DARKROOM_DATA", data.toString());
    darkroom.server.on(BALANCE, ADA);

    assertThat(darkroom.run("balance")).isZero();
    assertThat(darkroom.lastRequest().header("Authorization")).isEqualTo("Bearer sk-elsewhere");
  }

  @Test
  void without_a_key_one_line_says_how_to_get_one() {
    darkroom.environment.remove("DARKROOM_KEY");

    assertThat(darkroom.run("balance")).isEqualTo(3);
    assertThat(darkroom.err().lines())
        .containsExactly(
            "error: no API key: set DARKROOM_KEY or --key (make one with `darkroom keys create`)");
  }

  @Test
  void a_server_that_is_not_there_ends_with_2() {
    darkroom.server.close();

    assertThat(darkroom.run("balance")).isEqualTo(2);
    assertThat(darkroom.err())
        .isEqualToIgnoringNewLines(
            "error: no answer from %s: connection refused or host unknown (is the server running?)"
                .formatted(darkroom.server.url()));
  }

  @Test
  void an_address_that_is_none_ends_with_2() {
    assertThat(darkroom.run("balance", "--server", "localhost:8080")).isEqualTo(2);
    assertThat(darkroom.run("balance", "--server", "http://a b")).isEqualTo(2);
    assertThat(darkroom.err().lines()).hasSize(1);
  }

  @Test
  void status_shows_what_there_is_and_fails_with_the_task() {
    darkroom.server.on(
        "GET /api/generate/status/t1",
        """
        {"task_id": "t1", "status": "failed", "progress": 40, "credits_amount": 0, "files": [],
         "created_time": "2026-11-23T10:30:00", "finished_time": "2026-11-23T10:30:19",
         "error_message": "No."}\
        """);

    assertThat(darkroom.run("status", "t1")).isEqualTo(5);
    assertThat(darkroom.out())
        .isEqualToNormalizingNewlines(
            """
            task      t1
            status    failed, 40 %
            credits   0
            created   2026-11-23T10:30:00Z
            ended     2026-11-23T10:30:19Z
            error     No.
            """);
    assertThat(darkroom.err()).isEmpty();
  }

  @Test
  void status_as_json_keeps_fields_we_do_not_know() {
    darkroom.server.on(
        "GET /api/generate/status/t1",
        """
        {"task_id": "t1", "status": "running", "progress": 40, "credits_amount": 0, "files": [],
         "created_time": "2026-11-23T10:30:00", "finished_time": null, "error_message": null,
         "eta": 3}\
        """);

    assertThat(darkroom.run("status", "t1", "--json")).isZero();
    assertThat(Json.MAPPER.readTree(darkroom.out()).path("eta").intValue()).isEqualTo(3);
  }

  @Test
  void a_task_id_cannot_leave_its_place_in_the_path() {
    darkroom.run("status", "../../v2/admin?x=1#y");

    assertThat(darkroom.lastRequest().line())
        .isEqualTo("GET /api/generate/status/..%2F..%2Fv2%2Fadmin%3Fx%3D1%23y");
  }

  @Test
  void webhook_secrets_are_shown_and_rotated_on_request_only() {
    darkroom
        .server
        .on("GET /api/api-keys/webhook-secret", secrets("old"))
        .on("POST /api/api-keys/webhook-secret/rotate", secrets("new"));

    assertThat(darkroom.run("webhooks", "secret")).isZero();
    assertThat(darkroom.out())
        .isEqualToNormalizingNewlines(
            "webhook-signature     whsec_old\nX-Webhook-Signature   old\n");
    assertThat(darkroom.run("webhooks", "secret", "--rotate")).isZero();
    assertThat(darkroom.out()).contains("whsec_new");
  }

  @Test
  void every_command_has_help() {
    for (String command : new String[] {"generate", "status", "balance"}) {
      assertThat(darkroom.run(command, "--help")).isZero();
      assertThat(darkroom.out()).contains("--server=URL");
    }
    assertThat(darkroom.run("keys", "create", "--help")).isZero();
    assertThat(darkroom.run("keys")).isEqualTo(2);
  }

  private static String secrets(String word) {
    return "{\"webhook_hmac_key\":\"%s\",\"webhook_secret\":\"whsec_%s\"}".formatted(word, word);
  }
}
