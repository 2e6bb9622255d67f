package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.ark.FakeArk;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A whole Darkroom whose operator has set a key of Ark, before a fake Ark. */
class ArkApiTest extends UpstreamJourney<FakeArk> {

  @Override
  FakeArk fake() throws IOException {
    return FakeArk.start();
  }

  @Override
  Map<String, String> settings() {
    return Map.of("engine.ark.timeout", "20s");
  }

  @Override
  Map.Entry<String, String> size() {
    return Map.entry("2K", "2496x1664");
  }

  @Override
  void assertGivenReference() {
    assertThat(fake.bodies().stream().map(body -> body.path("image").path(0).asString("")))
        .anySatisfy(image -> assertThat(image).startsWith("data:image/png;base64,"));
  }

  @Test
  void a_refusal_by_moderation_fails_and_is_free() {
    assertFailsForNothing("[[fail 400 InputTextSensitiveContentDetected]]", "moderation");
  }

  @Test
  void a_lost_answer_is_paid_once_ends_unknown_and_is_released() {
    int before = fake.billed();

    assertFailsForNothing("[[rst-after-read]]", "answer was lost");

    assertThat(fake.billed() - before).isEqualTo(1);
  }

  @Test
  void a_busy_ark_is_asked_again_and_billed_once() {
    assertFinishesBilled(1, "[[429 2]] once");
  }

  @Test
  void a_result_that_is_no_picture_fails_and_is_free() {
    assertFailsForNothing("[[image html]]", "not a usable picture");
  }
}
