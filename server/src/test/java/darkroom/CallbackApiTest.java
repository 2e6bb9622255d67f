package darkroom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import darkroom.CallbackSink.Received;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CallbackApiTest {
  private static final String SECRET = "/api/api-keys/webhook-secret";
  private static final AtomicInteger PATHS = new AtomicInteger();

  private static DarkroomFixture server;
  private static CallbackSink sink;

  @BeforeAll
  static void start() {
    server = DarkroomFixture.start(Map.of());
    sink = CallbackSink.open();
  }

  @AfterAll
  static void stop() {
    sink.close();
    server.close();
  }

  @Test
  void a_finished_task_is_told_in_the_words_of_its_status_twice() {
    String path = path();
    String id =
        server.submit(
            """
            {"model": "seedream-4.5", "callback_url": "%s",
             "input": {"prompt": "A bridge", "size": "1920x1920"}}
            """
                .formatted(sink.url(path)));

    Received callback = sink.await(path, 1).getFirst();
    JsonNode status = server.status(id).data();

    assertThat(status.path("status").asString()).isEqualTo("finished");
    assertHybrid(callback, status);
    assertThat(callback.body().length).isLessThan(20_000);
    assertThat(new String(callback.body(), UTF_8)).contains("\"credits_amount\":5,");
  }

  @Test
  void a_failed_task_is_told_with_code_200() {
    String path = path();
    String id = server.submit(failing(path));

    Received callback = sink.await(path, 1).getFirst();

    assertThat(callback.json().path("status").asString()).isEqualTo("failed");
    assertHybrid(callback, server.status(id).data());
  }

  @Test
  void a_callback_is_a_json_post_that_carries_no_key() {
    String path = path();
    server.submit(failing(path));

    Received callback = sink.await(path, 1).getFirst();

    assertThat(callback.method()).isEqualTo("POST");
    assertThat(callback.header("Content-Type")).isEqualTo("application/json");
    assertThat(callback.headers()).doesNotContainKey("Authorization");
    assertThat(callback.header("webhook-id")).isNotEmpty().doesNotContain(".");
  }

  @Test
  void both_signatures_hold_under_the_secrets_of_the_account() throws Exception {
    String path = path();
    String id = server.submit(failing(path));
    JsonNode secrets = server.get(SECRET).data();

    Received callback = sink.await(path, 1).getFirst();

    String stamp = callback.header("X-Webhook-Timestamp");
    assertThat(callback.header("X-Webhook-Signature"))
        .isEqualTo(hmac(secrets.path("webhook_hmac_key").asString(), id + "." + stamp));
    assertThat(callback.header("webhook-timestamp")).isEqualTo(stamp);
    assertThat(Long.parseLong(stamp)).isBetween(now() - 120, now() + 120);
    var webhook = new Webhook(secrets.path("webhook_secret").asString());
    assertThatCode(() -> webhook.verify(body(callback), headers(callback)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> webhook.verify(body(callback) + " ", headers(callback)))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void a_failed_try_is_repeated_with_the_same_id_and_the_same_bytes() throws Exception {
    String path = path();
    sink.answer(path, 500, 404);
    server.submit(failing(path));

    List<Received> tries = sink.await(path, 3);

    var webhook = new Webhook(server.get(SECRET).data().path("webhook_secret").asString());
    for (Received one : tries) {
      assertThat(one.header("webhook-id")).isEqualTo(tries.getFirst().header("webhook-id"));
      assertThat(one.body()).isEqualTo(tries.getFirst().body());
      assertThatCode(() -> webhook.verify(body(one), headers(one))).doesNotThrowAnyException();
    }
    assertNoMoreThan(3, path);
  }

  @Test
  void a_redirect_is_a_failed_try_and_is_not_followed() {
    String path = path();
    sink.answer(path, 307, 302);
    server.submit(failing(path));

    sink.await(path, 3);

    assertThat(sink.received("/elsewhere")).isEmpty();
  }

  @Test
  void gone_ends_the_delivery() {
    String path = path();
    sink.answer(path, 410);
    server.submit(failing(path));

    sink.await(path, 1);

    assertNoMoreThan(1, path);
  }

  @Test
  void the_tries_end_with_the_schedule() {
    String path = path();
    sink.answer(path, 500, 500, 500, 500, 500, 500);
    server.submit(failing(path));

    sink.await(path, 4);

    assertNoMoreThan(4, path);
  }

  @Test
  void a_slow_receiver_does_not_hold_up_another_one() {
    try (var slow = CallbackSink.silent("127.0.0.2")) {
      for (int i = 0; i < 8; i++) {
        server.submit(failing(slow.url("/slow")));
      }
      slow.await("/slow", 1);
      String path = path();

      server.submit(failing(path));

      sink.await(path, 1);
      assertThat(slow.received("/slow").size()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void a_receiver_busy_with_references_is_told_with_the_first_try() {
    try (var host = CallbackSink.open();
        var once = DarkroomFixture.start(Map.of("webhook.schedule", "0s"))) {
      host.hold("/slow.png");
      once.submit(
          """
          {"model": "seedream-4.5-edit",
           "input": {"prompt": "A", "image_urls": ["%1$s", "%1$s", "%1$s", "%1$s"]}}
          """
              .formatted(host.url("/slow.png")));
      host.await("/slow.png", 4);

      once.submit(failing(host.url("/told")));

      assertThat(host.await("/told", 1)).hasSize(1);
    }
  }

  @Test
  void an_answer_that_breaks_off_after_its_status_counts() {
    String path = path();
    sink.cut(path);
    server.submit(failing(path));

    sink.await(path, 1);

    assertNoMoreThan(1, path);
  }

  @Test
  void a_task_without_a_callback_url_tells_nobody() {
    String id =
        server.submit(
            """
            {"model": "seedream-4.5", "input": {"prompt": "[[fail]]"}, "callback_url": null}
            """);

    assertThat(server.awaitEnd(id).data().path("status").asString()).isEqualTo("failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:%d/", "http://127.0.0.1:%d/api/generate/submit"})
  void a_callback_to_ourselves_is_refused(String url) {
    Reply reply =
        server.post(
            "/api/generate/submit",
            "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"A\"}, \"callback_url\": \"%s\"}"
                .formatted(url.formatted(server.port())));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("message").asString())
        .isEqualTo("callback_url: must not point to this service itself");
  }

  @Test
  void a_callback_that_comes_home_is_turned_away() {
    String path = path();
    server.submit(failing(path));
    String hop = sink.await(path, 1).getFirst().header("Darkroom-Hop");

    Reply home = server.send("GET", "/health/live", Map.of("Darkroom-Hop", hop), "");
    Reply other = server.send("GET", "/health/live", Map.of("Darkroom-Hop", "another's"), "");

    assertThat(home.status()).isEqualTo(403);
    assertThat(home.json().path("message").asString())
        .isEqualTo("This request was sent by this service itself");
    assertThat(other.status()).isEqualTo(200);
  }

  @Test
  void after_a_rotation_old_and_new_secret_sign_for_a_day() throws Exception {
    String key = server.newMember(100);
    JsonNode before = server.get(SECRET, key).data();
    JsonNode after = server.post(SECRET + "/rotate", key, "").data();
    assertThat(server.get(SECRET, key).data()).isEqualTo(after);
    String path = path();

    String id = server.submit(key, failing(path));

    Received callback = sink.await(path, 1).getFirst();
    assertThat(after.path("webhook_secret")).isNotEqualTo(before.path("webhook_secret"));
    assertThat(after.path("webhook_hmac_key")).isNotEqualTo(before.path("webhook_hmac_key"));
    assertThat(callback.header("webhook-signature").split(" ", -1)).hasSize(2);
    for (JsonNode secrets : List.of(before, after)) {
      var webhook = new Webhook(secrets.path("webhook_secret").asString());
      assertThatCode(() -> webhook.verify(body(callback), headers(callback)))
          .doesNotThrowAnyException();
    }
    assertThat(callback.header("X-Webhook-Signature"))
        .isEqualTo(
            hmac(
                after.path("webhook_hmac_key").asString(),
                id + "." + callback.header("X-Webhook-Timestamp")));
  }

  @Test
  void the_secrets_have_the_published_form_and_are_the_accounts_own() {
    Reply reply = server.get(SECRET);
    JsonNode others = server.get(SECRET, server.newMember(0)).data();

    assertThat(reply.json().propertyNames()).containsExactly("code", "data");
    assertThat(reply.data().propertyNames()).containsExactly("webhook_hmac_key", "webhook_secret");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    String secret = reply.data().path("webhook_secret").asString();
    assertThat(secret).startsWith("whsec_");
    assertThat(Base64.getDecoder().decode(secret.substring(6)).length).isBetween(24, 64);
    assertThat(others.path("webhook_secret")).isNotEqualTo(reply.data().path("webhook_secret"));
  }

  private static void assertHybrid(Received callback, JsonNode status) {
    ObjectNode expected = status.deepCopy().asObject();
    ObjectNode top = callback.json().deepCopy().asObject();
    assertThat(top.remove("code").asInt()).isEqualTo(200);
    assertThat(top.remove("data")).isEqualTo(expected);
    assertThat(top).isEqualTo(expected);
  }

  /** A later delivery to the same host has come through; whatever was due before it has too. */
  private static void assertNoMoreThan(int count, String path) {
    for (int i = 0; i < 3; i++) {
      String later = path();
      server.submit(failing(later));
      sink.await(later, 1);
    }
    assertThat(sink.received(path)).hasSize(count);
  }

  private static String path() {
    return "/hook/" + PATHS.incrementAndGet();
  }

  private static String failing(String pathOrUrl) {
    String url = pathOrUrl.startsWith("http") ? pathOrUrl : sink.url(pathOrUrl);
    return """
    {"model": "seedream-4.5", "input": {"prompt": "[[fail]]"}, "callback_url": "%s"}
    """
        .formatted(url);
  }

  private static String body(Received callback) {
    return new String(callback.body(), UTF_8);
  }

  private static Map<String, List<String>> headers(Received callback) {
    var headers = new HashMap<String, List<String>>();
    for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
      headers.put(name, List.of(callback.header(name)));
    }
    return headers;
  }

  private static String hmac(String key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }
}
