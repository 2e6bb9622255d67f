package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyApiTest {
  private static final String BODY =
      "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"[[never]]\", \"n\": 2}}";

  private static DarkroomFixture server;

  @BeforeAll
  static void start() {
    server = DarkroomFixture.start(Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void the_same_key_returns_the_same_task_and_holds_once() {
    String key = server.newMember(100);

    Reply first = server.submitOnce("order-1", key, BODY);
    Reply second = server.submitOnce("order-1", key, BODY);

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(server.balance(key)).isEqualTo("90");
  }

  @Test
  void order_of_keys_and_blanks_make_no_other_body() {
    String key = server.newMember(100);

    Reply first = server.submitOnce("order-1", key, BODY);
    Reply second =
        server.submitOnce(
            "order-1",
            key,
            "{ \"input\" : {\"n\":2,\n\"prompt\":\"[[never]]\"},\"model\":\"seedream-4.5\" }");

    assertThat(second.text()).isEqualTo(first.text());
    assertThat(server.balance(key)).isEqualTo("90");
  }

  @Test
  void another_body_under_the_same_key_is_a_conflict() {
    String key = server.newMember(100);
    server.submitOnce("order-1", key, BODY);

    Reply other = server.submitOnce("order-1", key, BODY.replace("\"n\": 2", "\"n\": 3"));

    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().path("error").path("type").asString())
        .isEqualTo("invalid_request_error");
    assertThat(other.json().path("message").asString())
        .isEqualTo("Idempotency-Key: already used with another request body");
    assertThat(server.balance(key)).isEqualTo("90");
  }

  @Test
  void parallel_submits_with_one_key_make_one_task() throws Exception {
    String key = server.newMember(100);
    List<Callable<Reply>> submits = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      submits.add(() -> server.submitOnce("order-1", key, BODY));
    }

    List<String> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Reply> reply : threads.invokeAll(submits)) {
        assertThat(reply.get().status()).isEqualTo(200);
        answers.add(reply.get().text());
      }
    }

    assertThat(answers).hasSize(8).containsOnly(answers.getFirst());
    assertThat(server.balance(key)).isEqualTo("90");
  }

  @Test
  void a_refused_submit_leaves_its_key_free() {
    String key = server.newMember(5);

    assertThat(server.submitOnce("order-1", key, BODY).status()).isEqualTo(402);
    assertThat(server.submitOnce("order-1", key, "{\"model\": \"nobody\"}").status())
        .isEqualTo(404);
    assertThat(server.submitOnce("order-1", key, BODY.replace("2", "99")).status()).isEqualTo(400);
    Reply accepted = server.submitOnce("order-1", key, BODY.replace("2", "1"));

    assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
  }

  @Test
  void a_replay_is_answered_when_the_credits_are_gone() {
    String key = server.newMember(10);
    Reply first = server.submitOnce("order-1", key, BODY);
    assertThat(server.balance(key)).isEqualTo("0");

    assertThat(server.submitOnce("order-2", key, BODY).status()).isEqualTo(402);
    assertThat(server.submitOnce("order-1", key, BODY).text()).isEqualTo(first.text());
  }

  @Test
  void two_keys_of_one_account_share_their_idempotency_keys_and_accounts_do_not() {
    String account = server.newAccount(100);
    String one = server.newKey(account, "");
    String two = server.newKey(account, "");
    String stranger = server.newMember(100);

    String first = server.submitOnce("order-1", one, BODY).text();

    assertThat(server.submitOnce("order-1", two, BODY).text()).isEqualTo(first);
    assertThat(server.submitOnce("order-1", stranger, BODY).text()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "tab\tbed", "umlaut-\u00e4", ""})
  void a_malformed_key_is_refused(String idempotencyKey) {
    String reply =
        server.raw(
            "POST /api/generate/submit HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Authorization: Bearer "
                + DarkroomFixture.KEY
                + "\r\nIdempotency-Key: "
                + idempotencyKey
                + "\r\nContent-Length: "
                + BODY.length()
                + "\r\n\r\n"
                + BODY);

    assertThat(reply)
        .startsWith("HTTP/1.1 400")
        .contains("invalid_request_error")
        .contains("Idempotency-Key: must be 1 to 255 visible ASCII characters");
  }

  @Test
  void a_key_has_at_most_255_characters() {
    String key = server.newMember(100);

    assertThat(server.submitOnce("k".repeat(255), key, BODY).status()).isEqualTo(200);
    assertThat(server.submitOnce("k".repeat(256), key, BODY).status()).isEqualTo(400);
  }

  @Test
  void a_key_is_remembered_across_a_restart(@TempDir Path folder) {
    String before;
    try (var first = DarkroomFixture.startIn(folder, Map.of())) {
      before = first.submitOnce("order-1", DarkroomFixture.KEY, BODY).text();
    }

    try (var second = DarkroomFixture.startIn(folder, Map.of())) {
      assertThat(second.submitOnce("order-1", DarkroomFixture.KEY, BODY).text()).isEqualTo(before);
      assertThat(second.balance(DarkroomFixture.KEY)).isEqualTo("9990");
      assertThat(second.submitOnce("order-1", DarkroomFixture.KEY, BODY.replace("2", "3")).status())
          .isEqualTo(409);
    }
  }
}
