package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.replicate.FakeReplicate;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A whole Darkroom whose operator has set a key of Replicate, before a fake Replicate. */
class ReplicateApiTest extends UpstreamJourney<FakeReplicate> {

  @Override
  FakeReplicate fake() throws IOException {
    return FakeReplicate.start();
  }

  @Override
  Map<String, String> settings() {
    return Map.of("engine.replicate.timeout", "20s", "worker.reconcile-window", "2s");
  }

  @Override
  Map.Entry<String, String> size() {
    return Map.entry("3:2", "2496x1664");
  }

  @Override
  void assertGivenReference() {
    assertThat(
            fake.bodies().stream()
                .map(body -> body.path("input").path("image_input").path(0).asString("")))
        .anySatisfy(image -> assertThat(image).startsWith("data:image/png;base64,"));
  }

  @Test
  void a_refusal_by_moderation_fails_and_is_free() {
    assertFailsForNothing("[[moderated]]", "moderation");
  }

  @Test
  void a_lost_answer_is_found_again_and_paid_once() {
    assertFinishesBilled(1, "[[rst-after-read]] found");
  }

  @Test
  void a_broken_answer_of_which_nothing_is_listed_ends_unknown_and_is_released() {
    int before = fake.billed();

    assertFailsForNothing("[[html 502]] lost", "answer was lost");

    assertThat(fake.billed() - before).isZero();
  }

  @Test
  void a_busy_replicate_is_asked_again_and_billed_once() {
    assertFinishesBilled(1, "[[429 2 soon]] once");
  }

  @Test
  void a_size_that_replicate_does_not_make_is_refused_at_submit() {
    Reply reply =
        server.post(
            "/api/generate/submit",
            "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a fox\", \"size\":"
                + " \"6000x2700\"}}");

    assertThat(reply.status()).isGreaterThanOrEqualTo(400);
    assertThat(reply.text()).contains("6000x2700", "1024 to 4096");
  }
}
