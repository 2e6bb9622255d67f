package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.kit.Directive;
import darkroom.fake.openai.FakeOpenAi;
import darkroom.fake.openai.OpenAiDialect;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A whole Darkroom whose operator has set a key of OpenAI, before a fake of it. */
class OpenAiApiTest {
  private static FakeOpenAi openai;
  private static DarkroomFixture server;

  @BeforeAll
  static void start() throws IOException {
    openai = FakeOpenAi.start(OpenAiDialect.OPENAI);
    server = DarkroomFixture.start(settings(openai));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    openai.close();
  }

  @AfterEach
  void nothing_was_asked_that_openai_forbids() {
    assertThat(openai.faults()).isEmpty();
  }

  private static Map<String, String> settings(FakeOpenAi fake) {
    var settings = new HashMap<>(fake.settings());
    settings.remove("net.allow");
    settings.put("engine.openai.timeout", "20s");
    settings.put("worker.retry-base", "10ms");
    return settings;
  }

  @Test
  void two_pictures_are_two_paid_calls_of_exactly_the_asked_pixels() {
    int before = openai.billed();
    String key = server.newMember(100);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"a fox\", \"size\": \"16:9\", \"n\": 2");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    JsonNode files = end.data().path("files");
    assertThat(files.size()).isEqualTo(2);
    assertThat(files.values())
        .allSatisfy(file ->
            assertThat(Pictures.size(file.path("file_url").asString())).isEqualTo("2848x1600"));
    assertThat(openai.billed() - before).isEqualTo(2);
    assertThat(openai.paid().values()).containsOnly(1);
    assertThat(server.balance(key)).isEqualTo("90");
  }

  @Test
  void an_edit_carries_its_reference_as_a_part() {
    String uri =
        "data:image/png;base64," + Base64.getEncoder().encodeToString(PictureHost.png(64, 48));

    Reply end =
        end(
            DarkroomFixture.KEY,
            "seedream-4.5-edit",
            "\"prompt\": \"make it autumn\", \"size\": \"1:1\", \"image_urls\": [\"" + uri + "\"]");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(openai.forms())
        .anySatisfy(form ->
            assertThat(form.path("image[]").path(0).asString(""))
                .startsWith("data:image/png;base64,"));
  }

  @Test
  void a_size_that_it_does_not_make_is_refused_at_submit_and_says_why() {
    Reply reply =
        server.post(
            "/api/generate/submit",
            DarkroomFixture.KEY,
            "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a fox\", \"size\": \"4K\"}}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.text()).contains("4096x4096", "multiples of 16");
  }

  @Test
  void a_refusal_by_moderation_fails_and_is_free() {
    String key = server.newMember(5);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"[[moderated]]\"");

    assertThat(end.data().path("status").asString()).isEqualTo("failed");
    assertThat(end.data().path("error_message").asString()).contains("moderation");
    assertThat(server.balance(key)).isEqualTo("5");
  }

  @Test
  void a_lost_answer_is_paid_once_ends_unknown_and_is_released() {
    int before = openai.billed();
    String key = server.newMember(5);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"[[rst-after-read]]\"");

    assertThat(end.data().path("status").asString()).isEqualTo("failed");
    assertThat(end.data().path("error_message").asString()).contains("answer was lost");
    assertThat(openai.billed() - before).isEqualTo(1);
    assertThat(server.balance(key)).isEqualTo("5");
  }

  @Test
  void a_server_of_ones_own_is_resampled_and_asked_once_more_when_its_answer_was_lost()
      throws IOException {
    try (FakeOpenAi nearby = FakeOpenAi.start(OpenAiDialect.LOCALAI);
        DarkroomFixture other = DarkroomFixture.start(settings(nearby))) {
      nearby.server().desk().fates().script(Directive.of("drop-after-read"), 1);

      String id =
          other.submit(
              DarkroomFixture.KEY,
              "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a fox\", \"size\": \"3:2\"}}");
      Reply end = other.awaitEnd(id, DarkroomFixture.KEY);

      assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
      assertThat(Pictures.size(end.data().path("files").path(0).path("file_url").asString()))
          .isEqualTo("2496x1664");
      assertThat(nearby.billed()).isEqualTo(2);
      assertThat(nearby.faults()).isEmpty();
    }
  }

  private static Reply end(String key, String model, String input) {
    String id = server.submit(key, "{\"model\": \"%s\", \"input\": {%s}}".formatted(model, input));
    return server.awaitEnd(id, key);
  }
}
