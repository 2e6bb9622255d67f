package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.fal.FakeFal;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A whole Darkroom whose operator has set a key of fal, before a fake fal. */
class FalApiTest extends UpstreamJourney<FakeFal> {

  @Override
  FakeFal fake() throws IOException {
    return FakeFal.start();
  }

  @Override
  Map<String, String> settings() {
    return Map.of("engine.fal.timeout", "20s");
  }

  @Override
  Map.Entry<String, String> size() {
    return Map.entry("3:2", "2496x1664");
  }

  @Override
  void assertGivenReference() {
    assertThat(fake.bodies().stream().map(body -> body.path("image_urls").path(0).asString("")))
        .anySatisfy(image -> assertThat(image).startsWith("data:image/png;base64,"));
  }

  @Test
  void a_lost_answer_is_found_again_and_paid_once() {
    assertFinishesBilled(1, "[[rst-after-read]]");
  }

  @Test
  void a_lost_answer_that_is_in_no_history_ends_unknown_and_is_released() {
    try (var hasty = another(Map.of("worker.reconcile-window", "1s"))) {
      int before = fake.received().size();
      String key = hasty.newMember(5);

      Reply end = end(hasty, key, "seedream-4.5", "\"prompt\": \"[[html 502]]\"");

      assertThat(end.data().path("status").asString()).isEqualTo("failed");
      assertThat(end.data().path("error_message").asString()).contains("answer was lost");
      assertThat(fake.received().size() - before).isEqualTo(1);
      assertThat(hasty.balance(key)).isEqualTo("5");
    }
  }

  @Test
  void a_refusal_by_moderation_fails_and_is_free() {
    assertFailsForNothing("[[moderated 0]]", "moderation");
  }

  @Test
  void a_busy_fal_is_asked_again_and_billed_once() {
    assertFinishesBilled(1, "[[429 2]] once");
  }

  @Test
  void a_callback_ends_the_wait_for_a_job() {
    // behind a proxy, so that engines are told an address; polls alone would take too long
    var proxied = Map.of("http.trusted-proxies", "192.0.2.1/32", "worker.engine-poll", "1m");
    try (var patient = another(proxied)) {

      assertFinished(
          end(
              patient,
              DarkroomFixture.KEY,
              "seedream-4.5",
              "\"prompt\": \"[[late 1500]]\", " + SMALL));
    }
  }
}
