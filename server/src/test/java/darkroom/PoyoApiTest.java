package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.poyo.FakePoyo;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A whole Darkroom whose operator has set a key of PoYo, before a fake PoYo. */
@Timeout(180)
class PoyoApiTest {
  private static FakePoyo poyo;
  private static DarkroomFixture server;

  @BeforeAll
  static void start() throws IOException {
    poyo = FakePoyo.start();
    server = DarkroomFixture.start(settings(Map.of()));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    poyo.close();
  }

  @AfterEach
  void nothing_was_asked_that_poyo_forbids() {
    assertThat(poyo.faults()).isEmpty();
    assertThat(poyo.paid().values()).allMatch(paid -> paid == 1);
  }

  private static Map<String, String> settings(Map<String, String> more) {
    var settings = new HashMap<>(Map.of("engine.poyo.key", FakePoyo.KEY));
    settings.put("engine.poyo.base-url", poyo.baseUrl());
    settings.put("engine.poyo.per-minute", "0");
    settings.put("worker.engine-poll", "50ms");
    settings.put("worker.retry-base", "10ms");
    settings.putAll(more);
    return settings;
  }

  @Test
  void two_pictures_are_two_tasks_there_and_have_its_pixels() {
    int before = poyo.billed();
    String key = server.newMember(100);

    Reply end =
        end(server, key, "seedream-4.5", "\"prompt\": \"a fox\", \"size\": \"2K\", \"n\": 2");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    JsonNode files = end.data().path("files");
    assertThat(files.size()).isEqualTo(2);
    assertThat(files.values())
        .allSatisfy(file ->
            assertThat(Pictures.size(file.path("file_url").asString())).isEqualTo("2496x1664"));
    assertThat(poyo.billed() - before).isEqualTo(2);
    assertThat(server.balance(key)).isEqualTo("90");
  }

  @Test
  void an_edit_of_three_pictures_uploads_its_reference_once() {
    int before = poyo.uploads();
    String uri =
        "data:image/png;base64," + Base64.getEncoder().encodeToString(PictureHost.png(64, 48));

    Reply end =
        end(
            server,
            DarkroomFixture.KEY,
            "seedream-4.5-edit",
            "\"prompt\": \"make it autumn\", \"size\": \"1920x1920\", \"n\": 3, \"image_urls\": [\""
                + uri
                + "\"]");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(end.data().path("files").size()).isEqualTo(3);
    assertThat(poyo.uploads() - before).isEqualTo(1);
  }

  @Test
  void a_refusal_by_moderation_fails_and_is_free() {
    String key = server.newMember(5);

    Reply end = end(server, key, "seedream-4.5", "\"prompt\": \"[[moderated]]\"");

    assertThat(end.data().path("status").asString()).isEqualTo("failed");
    assertThat(end.data().path("error_message").asString()).contains("moderation");
    assertThat(server.balance(key)).isEqualTo("5");
  }

  @Test
  void a_lost_answer_that_nobody_tells_of_ends_unknown_and_is_released() {
    int before = poyo.billed();
    String key = server.newMember(5);

    Reply end = end(server, key, "seedream-4.5", "\"prompt\": \"[[rst-after-read]]\"");

    assertThat(end.data().path("error_message").asString()).contains("answer was lost");
    assertThat(poyo.billed() - before).isEqualTo(1);
    assertThat(server.balance(key)).isEqualTo("5");
  }

  @Test
  void a_lost_answer_is_found_by_the_same_key_and_billed_once() {
    int before = poyo.billed();
    var resending =
        Map.of("engine.poyo.resend-with-same-key", "true", "engine.poyo.resend-after", "1s");

    try (var other = DarkroomFixture.start(settings(resending))) {
      Reply end =
          end(other, DarkroomFixture.KEY, "seedream-4.5", "\"prompt\": \"[[drop-after-read]]\"");

      assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
      assertThat(poyo.billed() - before).isEqualTo(1);
      assertThat(poyo.received()).containsValue(2);
    }
  }

  @Test
  void a_lost_answer_is_found_by_the_callback_and_billed_once() {
    int before = poyo.billed();
    var reachable =
        Map.of(
            "public-url", "https://images.invalid",
            "net.allow", "127.0.0.1/32",
            "engine.poyo.webhook-key", FakePoyo.WEBHOOK_KEY);

    try (var other = DarkroomFixture.start(settings(reachable))) {
      String body =
          "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"[[drop-after-read]] called\"}}";
      String id = other.submit(DarkroomFixture.KEY, body);
      JsonNode sent = Await.value("the submit", () -> submitted("[[drop-after-read]] called"));
      URI place = URI.create(sent.path("callback_url").asString());
      String attempt = place.getPath().split("/", -1)[3];
      String task = poyo.taskOf(attempt).orElseThrow();

      int forged = callBack(other, place, task, "another key");
      int signed = callBack(other, place, task, FakePoyo.WEBHOOK_KEY);

      assertThat(place.getHost()).isEqualTo("images.invalid");
      assertThat(forged).isNotEqualTo(200);
      assertThat(signed).isBetween(200, 299);
      Reply end = other.awaitEnd(id);
      assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
      assertThat(poyo.billed() - before).isEqualTo(1);
    }
  }

  private static Optional<JsonNode> submitted(String prompt) {
    return poyo.bodies().stream()
        .filter(body -> body.path("input").path("prompt").asString("").equals(prompt))
        .filter(body -> !body.path("callback_url").isMissingNode())
        .findFirst();
  }

  private static int callBack(DarkroomFixture server, URI place, String task, String key) {
    String time = Long.toString(Instant.now().getEpochSecond());
    return server
        .send(
            "POST",
            place.getRawPath(),
            Map.of(
                "Content-Type",
                "application/json",
                "X-Webhook-Timestamp",
                time,
                "X-Webhook-Signature",
                mac(key, task + "." + time)),
            "{\"data\": {\"task_id\": \"" + task + "\"}}")
        .status();
  }

  private static String mac(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reply end(DarkroomFixture server, String key, String model, String input) {
    String id = server.submit(key, "{\"model\": \"%s\", \"input\": {%s}}".formatted(model, input));
    return server.awaitEnd(id, key);
  }
}
