package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineLimits;
import darkroom.engine.EngineTraits;
import darkroom.fake.ark.FakeArk;
import darkroom.fake.wire.ScriptedServer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code optimize_prompt} on a whole server: an engine's own mode, or a chat model before it. */
class PromptApiTest {
  private static final String BETTER =
      "{\"choices\": [{\"message\": {\"content\": \"a fox, golden hour\"}, \"finish_reason\": \"stop\"}]}";

  private final TestEngine fal =
      TestEngine.drawing("fal", EngineTraits.paid(EngineLimits.unbounded(4)));
  private volatile String answer = BETTER;

  @SuppressWarnings("NullAway.Init") // before each test
  private ScriptedServer chat;

  @BeforeEach
  void start() throws IOException {
    chat =
        ScriptedServer.start((asked, out) ->
            ScriptedServer.write(out, "200 OK\r\nContent-Type: application/json", answer));
  }

  @AfterEach
  void stop() throws IOException {
    chat.close();
  }

  @Test
  void an_engine_with_a_mode_of_its_own_gets_the_prompt_as_given_and_the_wish() throws IOException {
    try (var ark = FakeArk.start();
        var server =
            DarkroomFixture.start(
                settings(
                    Map.of("engine.ark.key", FakeArk.KEY, "engine.ark.base-url", ark.baseUrl())))) {
      assertThat(draw(server, true)).isEqualTo("finished");

      JsonNode sent = ark.bodies().getFirst();
      assertThat(sent.path("optimize_prompt_options").path("mode").asString())
          .isEqualTo("standard");
      assertThat(sent.path("prompt").asString()).isEqualTo("a fox");
      assertThat(chat.asked()).isEmpty();
    }
  }

  @Test
  void an_engine_without_one_gets_the_rewritten_prompt() {
    try (var server = DarkroomFixture.start(settings(Map.of()), fal)) {
      assertThat(draw(server, true)).isEqualTo("finished");

      assertThat(fal.requests().getFirst().input().prompt()).isEqualTo("a fox, golden hour");
    }
  }

  @Test
  void nobody_is_asked_for_a_caller_who_did_not_wish_it() {
    try (var server = DarkroomFixture.start(settings(Map.of()), fal)) {
      assertThat(draw(server, false)).isEqualTo("finished");

      assertThat(fal.requests().getFirst().input().prompt()).isEqualTo("a fox");
      assertThat(chat.asked()).isEmpty();
    }
  }

  @Test
  void where_the_rewriting_fails_the_given_prompt_is_drawn() {
    answer = "<html>";
    try (var server = DarkroomFixture.start(settings(Map.of()), fal)) {
      assertThat(draw(server, true)).isEqualTo("finished");

      assertThat(fal.requests().getFirst().input().prompt()).isEqualTo("a fox");
      assertThat(chat.asked()).hasSize(1);
    }
  }

  @Test
  void a_prompt_that_the_model_would_not_take_from_a_caller_is_not_drawn_either() {
    answer = BETTER.replace("golden hour", "golden hour".repeat(300));
    Map<String, String> settings = settings(Map.of("engine.prompt.max-characters", "20000"));
    try (var server = DarkroomFixture.start(settings, fal)) {
      assertThat(draw(server, true)).isEqualTo("finished");

      assertThat(fal.requests().getFirst().input().prompt()).isEqualTo("a fox");
    }
  }

  private Map<String, String> settings(Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.put("engine.prompt.base-url", chat.url("127.0.0.1", "/v1"));
    settings.put("engine.prompt.model", "small-model");
    return settings;
  }

  private static String draw(DarkroomFixture server, boolean optimize) {
    String id =
        server.submit(
            "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a fox\", \"optimize_prompt\": %s}}"
                .formatted(optimize));
    return server.awaitEnd(id).data().path("status").asString();
  }
}
