package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.poyo.FakePoyo;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A whole Darkroom whose operator has set a key of PoYo, before a fake PoYo. */
class PoyoApiTest extends UpstreamJourney<FakePoyo> {

  @Override
  FakePoyo fake() throws IOException {
    return FakePoyo.start();
  }

  @Override
  Map<String, String> settings() {
    return Map.of("engine.poyo.per-minute", "0", "worker.reconcile-window", "1s");
  }

  @Override
  Map.Entry<String, String> size() {
    return Map.entry("2K", "2496x1664");
  }

  @Override
  void assertGivenReference() {
    assertThat(fake.uploads()).isPositive();
  }

  @AfterEach
  void nothing_was_paid_twice() {
    assertThat(fake.paid().values()).allMatch(paid -> paid == 1);
  }

  @Test
  void an_edit_of_three_pictures_uploads_its_reference_once() {
    int before = fake.uploads();
    Reply end =
        end(
            server,
            DarkroomFixture.KEY,
            "seedream-4.5-edit",
            "\"prompt\": \"in autumn\", %s, \"n\": 3, \"image_urls\": [\"%s\"]"
                .formatted(SMALL, reference(32, 48)));

    assertFinished(end);
    assertThat(end.data().path("files").size()).isEqualTo(3);
    assertThat(fake.uploads() - before).isEqualTo(1);
  }

  @Test
  void a_refusal_by_moderation_fails_and_is_free() {
    assertFailsForNothing("[[moderated]]", "moderation");
  }

  @Test
  void a_lost_answer_that_nobody_tells_of_ends_unknown_and_is_released() {
    int before = fake.billed();

    assertFailsForNothing("[[rst-after-read]]", "answer was lost");

    assertThat(fake.billed() - before).isEqualTo(1);
  }

  @Test
  void a_lost_answer_is_found_by_the_same_key_and_billed_once() {
    int before = fake.billed();
    var resending =
        Map.of(
            "engine.poyo.resend-with-same-key", "true",
            "engine.poyo.resend-after", "1s",
            "worker.reconcile-window", "1m");

    try (var other = another(resending)) {
      Reply end =
          end(other, DarkroomFixture.KEY, "seedream-4.5", "\"prompt\": \"[[drop-after-read]]\"");

      assertFinished(end);
      assertThat(fake.billed() - before).isEqualTo(1);
      assertThat(fake.received()).containsValue(2);
    }
  }

  @Test
  void a_lost_answer_is_found_by_the_callback_and_billed_once() {
    int before = fake.billed();
    var reachable =
        Map.of(
            "public-url", "https://images.invalid",
            "net.allow", "127.0.0.1/32",
            "engine.poyo.webhook-key", FakePoyo.WEBHOOK_KEY);

    try (var other = another(reachable)) {
      String body =
          "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"[[drop-after-read]] called\"}}";
      String id = other.submit(DarkroomFixture.KEY, body);
      JsonNode sent = Await.value("the submit", () -> submitted("[[drop-after-read]] called"));
      URI place = URI.create(sent.path("callback_url").asString());
      String attempt = place.getPath().split("/", -1)[3];
      String task = fake.taskOf(attempt).orElseThrow();

      int forged = callBack(other, place, task, "another key");
      int signed = callBack(other, place, task, FakePoyo.WEBHOOK_KEY);

      assertThat(place.getHost()).isEqualTo("images.invalid");
      assertThat(forged).isNotEqualTo(200);
      assertThat(signed).isBetween(200, 299);
      Reply end = other.awaitEnd(id);
      assertFinished(end);
      assertThat(fake.billed() - before).isEqualTo(1);
    }
  }

  private Optional<JsonNode> submitted(String prompt) {
    return fake.bodies().stream()
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
}
