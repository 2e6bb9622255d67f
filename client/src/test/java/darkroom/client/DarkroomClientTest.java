package darkroom.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DarkroomClientTest {
  private static final String KEY = "sk-0123456789ABCDEFGHIJabcdefghij2i4Bwd";
  private static final String TASK = "task-unified-1763893800-uyujaw3d";
  private static final String SUBMIT = "POST /api/generate/submit";
  private static final String STATUS = "GET /api/generate/status/" + TASK;
  private static final SubmitRequest LIGHTHOUSE =
      new SubmitRequest("seedream-4.5", Map.of("prompt", "A lighthouse in fog", "n", 2));

  private final FakeSleeper sleeper = new FakeSleeper();
  private final FakeDarkroom server;
  private final DarkroomClient client;

  DarkroomClientTest() throws IOException {
    server = new FakeDarkroom();
    client = new DarkroomClient(server.url(), KEY, sleeper);
  }

  @BeforeEach
  void acceptSubmits() {
    server.on(
        SUBMIT,
        """
        {"task_id": "%s", "status": "not_started", "created_time": "2026-11-23T10:30:00"}\
        """
            .formatted(TASK));
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void a_submit_is_sent_as_the_contract_says() {
    Submitted submitted =
        client.submit(
            LIGHTHOUSE.withCallbackUrl("https://app.example.com/h").withIdempotencyKey("order-7"));

    assertThat(submitted)
        .isEqualTo(
            new Submitted(TASK, TaskStatus.NOT_STARTED, Instant.parse("2026-11-23T10:30:00Z")));
    FakeDarkroom.Request request = server.requests().getFirst();
    assertThat(request.header("Authorization")).isEqualTo("Bearer " + KEY);
    assertThat(request.header("Idempotency-key")).isEqualTo("order-7");
    assertThat(request.header("Content-type")).isEqualTo("application/json");
    assertThat(Json.MAPPER.readTree(request.body()))
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                {"model": "seedream-4.5", "input": {"prompt": "A lighthouse in fog", "n": 2},
                 "callback_url": "https://app.example.com/h"}\
                """));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void a_submit_is_never_repeated(int status) throws IOException {
    try (var refusing = new FakeDarkroom();
        var other = new DarkroomClient(refusing.url(), KEY, sleeper)) {
      refusing.refuse(SUBMIT, status, "some_error", "No.");

      assertThatExceptionOfType(ApiException.class).isThrownBy(() -> other.submit(LIGHTHOUSE));

      assertThat(refusing.requests()).hasSize(1);
      assertThat(sleeper.slept).isEmpty();
    }
  }

  @Test
  void a_status_is_read_in_full() {
    server.on(
        STATUS,
        status(
            "finished",
            """
            {"file_url": "https://img.example.org/f/2Jx9vQ/1.jpg", "file_type": "image",
             "format": "jpeg", "content_type": "image/jpeg", "file_name": "1.jpg",
             "file_size": 1834421, "expires_at": "2026-12-23T10:30:19", "a_new_field": 1}\
            """));

    TaskState state = client.status(TASK);

    assertThat(state)
        .isEqualTo(
            new TaskState(
                TASK,
                TaskStatus.FINISHED,
                50,
                List.of(
                    new FileItem(
                        "https://img.example.org/f/2Jx9vQ/1.jpg",
                        "image",
                        "jpeg",
                        "image/jpeg",
                        "1.jpg",
                        1834421L,
                        Instant.parse("2026-12-23T10:30:19Z"))),
                new BigDecimal("8.48"),
                Instant.parse("2026-11-23T10:30:00Z"),
                null,
                null));
  }

  @Test
  void waiting_asks_at_once_then_every_second_then_every_two() {
    for (int poll = 0; poll < 12; poll++) {
      server.on(STATUS, status("running", ""));
    }
    server.on(STATUS, status("finished", ""));
    List<TaskStatus> seen = new ArrayList<>();

    TaskState last = client.await(TASK, Duration.ofMinutes(1), state -> seen.add(state.status()));

    assertThat(last.isTerminal()).isTrue();
    assertThat(seen).hasSize(13).last().isEqualTo(TaskStatus.FINISHED);
    List<Duration> expected = new ArrayList<>(Collections.nCopies(10, Duration.ofSeconds(1)));
    expected.addAll(Collections.nCopies(2, Duration.ofSeconds(2)));
    assertThat(sleeper.slept).isEqualTo(expected);
  }

  @Test
  void waiting_ends_at_the_limit_with_the_last_state() {
    server.on(STATUS, status("running", ""));

    TaskState last = client.await(TASK, Duration.ofMillis(2500), state -> {});

    assertThat(last.status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(sleeper.slept)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(500));
  }

  @Test
  void reads_are_tried_three_times_and_wait_as_long_as_the_server_says() {
    server
        .on(STATUS, new FakeDarkroom.Answer(429, Map.of("Retry-After", "3"), new byte[0]))
        .on(STATUS, new FakeDarkroom.Answer(503, Map.of("Retry-After", "9999"), new byte[0]))
        .on(STATUS, status("running", ""));

    TaskState state = client.status(TASK);

    assertThat(state.status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(sleeper.slept).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(10));
  }

  @Test
  void a_read_that_keeps_failing_says_why() {
    server.refuse(STATUS, 503, "service_error", "The store is down.");

    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> client.status(TASK))
        .withMessage("The store is down.")
        .satisfies(e -> assertThat(e.type()).isEqualTo("service_error"));
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void a_definite_no_is_not_asked_again() {
    server.refuse(STATUS, 404, "resource_not_found_error", "No such task.");

    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> client.status(TASK))
        .satisfies(e -> assertThat(e.status()).isEqualTo(404));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void an_error_code_under_status_200_is_an_error() {
    server.on("GET /api/user/balance", 200, "{\"code\":402,\"message\":\"Broke.\"}");

    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(client::balance)
        .withMessage("Broke.")
        .satisfies(e -> assertThat(e.code()).isEqualTo(402));
  }

  @Test
  void an_error_without_json_still_has_its_status() {
    server.on("GET /api/user/balance", 502, "<html>Bad Gateway</html>");

    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(client::balance)
        .withMessage("the server answered with status 502");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>hello</html>",
        "",
        "[]",
        "{\"code\":200}",
        "{\"code\":200,\"data\":[]}",
        "{\"code\":200,\"data\":{\"email\":\"a@b\"}}",
        "{\"code\":200,\"data\":{\"email\":\"a@b\",\"credits_amount\":\"5\"}}"
      })
  void an_answer_that_is_not_darkrooms_is_no_answer(String body) {
    server.on("GET /api/user/balance", 200, body);

    assertThatExceptionOfType(ConnectionException.class).isThrownBy(client::balance);
  }

  @Test
  void an_answer_above_two_mebibytes_is_refused() {
    server.on("GET /api/user/balance", "{\"email\":\"" + "x".repeat(2 << 20) + "\"}");

    assertThatExceptionOfType(ConnectionException.class).isThrownBy(client::balance);
  }

  @Test
  void a_redirect_is_not_followed_so_the_key_goes_nowhere_else() throws IOException {
    try (var elsewhere = new FakeDarkroom()) {
      server.on(
          "GET /api/user/balance",
          new FakeDarkroom.Answer(302, Map.of("Location", elsewhere.url() + "/x"), new byte[0]));

      assertThatExceptionOfType(ApiException.class).isThrownBy(client::balance);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void a_server_that_is_not_there_is_named() {
    server.close();

    assertThatExceptionOfType(ConnectionException.class)
        .isThrownBy(client::balance)
        .withMessage("no answer from %s: connection refused or host unknown", server.url());
    assertThat(sleeper.slept).hasSize(2);
  }

  @Test
  void balance_and_webhook_secret_are_read() {
    server
        .on("GET /api/user/balance", "{\"email\":\"ada@example.org\",\"credits_amount\":995}")
        .on("GET /api/api-keys/webhook-secret", secret("old"))
        .on("POST /api/api-keys/webhook-secret/rotate", secret("new"));

    assertThat(client.balance()).isEqualTo(new Balance("ada@example.org", new BigDecimal(995)));
    assertThat(client.webhookSecret().webhookHmacKey()).isEqualTo("old");
    assertThat(client.rotateWebhookSecret().webhookHmacKey()).isEqualTo("new");
    assertThat(client.webhookSecret()).hasToString("WebhookSecret[***]");
  }

  @Test
  void a_picture_is_saved_whole_under_a_harmless_name_and_without_the_key(@TempDir Path folder)
      throws IOException {
    server.on("GET /f/1.jpg", 200, "pixels");
    FileItem item = item("../../etc/pass wd.jpg", 6L);

    Path first = client.download(item, folder.resolve("out"));
    Path second = client.download(item, folder.resolve("out"));
    Path third = client.download(item, folder.resolve("out"), "A lighthouse, in Fog!");

    assertThat(first).hasContent("pixels").isEqualTo(folder.resolve("out/etc-pass-wd.jpg"));
    assertThat(second).isEqualTo(folder.resolve("out/etc-pass-wd-2.jpg"));
    assertThat(third).isEqualTo(folder.resolve("out/a-lighthouse-in-fog.jpg"));
    assertThat(folder.resolve("out").toFile().list()).hasSize(3);
    assertThat(server.requests()).allSatisfy(r -> assertThat(r.header("Authorization")).isEmpty());
  }

  @Test
  void a_picture_that_is_not_whole_or_gone_leaves_nothing_behind(@TempDir Path folder) {
    server.on("GET /f/1.jpg", 200, "pix").on("GET /f/1.jpg", 410, "expired");

    assertThatThrownBy(() -> client.download(item("1.jpg", 6L), folder))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("not whole");
    assertThatThrownBy(() -> client.download(item("1.jpg", 6L), folder))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("gone or expired");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x", "http:/x", "file:///x", "http://a:b@x", "x"})
  void an_address_that_is_none_is_refused(String address) {
    assertThatThrownBy(() -> new DarkroomClient(URI.create(address), KEY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_key_that_would_split_the_header_is_refused_and_not_repeated() {
    assertThatThrownBy(() -> new DarkroomClient(server.url(), "sk-1\r\nX: y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("sk-1");
  }

  private FileItem item(String name, long size) {
    return new FileItem(server.url() + "/f/1.jpg", "image", "jpeg", "image/jpeg", name, size, null);
  }

  private static String status(String word, String files) {
    return """
    {"task_id": "%s", "status": "%s", "progress": 50, "credits_amount": 8.48,
     "files": [%s], "created_time": "2026-11-23T10:30:00", "finished_time": null,
     "error_message": null}\
    """
        .formatted(TASK, word, files);
  }

  private static String secret(String word) {
    return "{\"webhook_hmac_key\":\"%s\",\"webhook_secret\":\"whsec_x\"}".formatted(word);
  }
}
