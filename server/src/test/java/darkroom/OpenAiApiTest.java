package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.kit.Directive;
import darkroom.fake.openai.FakeOpenAi;
import darkroom.fake.openai.OpenAiDialect;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A whole Darkroom whose operator has set a key of OpenAI, before a fake of it. */
class OpenAiApiTest extends UpstreamJourney<FakeOpenAi> {

  @Override
  FakeOpenAi fake() throws IOException {
    return FakeOpenAi.start(OpenAiDialect.OPENAI);
  }

  @Override
  Map<String, String> settings() {
    return Map.of("engine.openai.timeout", "20s");
  }

  @Override
  Map.Entry<String, String> size() {
    return Map.entry("16:9", "2848x1600");
  }

  @Override
  void assertGivenReference() {
    assertThat(fake.forms())
        .anySatisfy(form ->
            assertThat(form.path("image[]").path(0).asString(""))
                .startsWith("data:image/png;base64,"));
  }

  @Test
  void a_size_that_it_does_not_make_is_refused_at_submit_and_says_why() {
    Reply reply =
        server.post(
            "/api/generate/submit",
            "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a fox\", \"size\": \"4K\"}}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.text()).contains("4096x4096", "multiples of 16");
  }

  @Test
  void a_refusal_by_moderation_fails_and_is_free() {
    assertFailsForNothing("[[moderated]]", "moderation");
  }

  @Test
  void a_lost_answer_is_paid_once_ends_unknown_and_is_released() {
    int before = fake.billed();

    assertFailsForNothing("[[rst-after-read]]", "answer was lost");

    assertThat(fake.billed() - before).isEqualTo(1);
  }

  @Test
  void a_server_of_ones_own_is_resampled_and_asked_once_more_when_its_answer_was_lost()
      throws IOException {
    try (FakeOpenAi nearby = FakeOpenAi.start(OpenAiDialect.LOCALAI);
        DarkroomFixture other = DarkroomFixture.start(nearby.settings())) {
      nearby.server().desk().fates().script(Directive.of("drop-after-read"), 1);

      Reply end =
          end(
              other,
              DarkroomFixture.KEY,
              "seedream-4.5",
              "\"prompt\": \"a fox\", \"size\": \"3:2\"");

      assertFinished(end);
      assertThat(pixels(end.data().path("files").path(0))).isEqualTo("2496x1664");
      assertThat(nearby.billed()).isEqualTo(2);
      assertThat(nearby.faults()).isEmpty();
    }
  }
}
