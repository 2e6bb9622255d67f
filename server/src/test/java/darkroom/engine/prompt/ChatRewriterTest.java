package darkroom.engine.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import darkroom.config.ConfigException;
import darkroom.config.ConfigReader;
import darkroom.engine.PromptRewriter;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.fake.wire.Asked;
import darkroom.fake.wire.ScriptedServer;
import darkroom.net.EngineHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class ChatRewriterTest {
  private static final String KEY = "sk-chat-0123456789";
  private static final String PROMPT = "a fox in the snow";
  private static final String OK = "200 OK\r\nContent-Type: application/json";

  private final EngineHttp http = new EngineHttp(Duration.ofSeconds(5));
  private final Logger logger = (Logger) LoggerFactory.getLogger(ChatRewriter.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void nothing_secret_was_logged() {
    logger.detachAppender(log);
    assertThat(log.list.stream().map(line -> line.getMessage() + line.getKeyValuePairs()))
        .noneMatch(line ->
            line.contains(KEY)
                || line.contains("fox")
                || line.contains("http:")
                || line.contains("/v1"));
    http.close();
  }

  @Test
  void a_good_answer_is_the_prompt_without_blanks_around_it() throws IOException {
    try (var chat = chat(OK, answer("\\n A red fox, golden hour \\n", "\"stop\""))) {
      assertThat(rewriter(chat, Map.of()).rewrite(PROMPT)).contains("A red fox, golden hour");

      Asked asked = chat.asked().getFirst();
      JsonNode body = UpstreamJson.object(asked.bodyText()).orElseThrow();
      assertThat(asked.method() + " " + asked.path()).isEqualTo("POST /v1/chat/completions");
      assertThat(asked.header("authorization")).isEqualTo("Bearer " + KEY);
      assertThat(body.path("model").asString()).isEqualTo("small-model");
      assertThat(body.path("messages").path(0).path("role").asString()).isEqualTo("system");
      assertThat(body.path("messages").path(1).path("role").asString()).isEqualTo("user");
      assertThat(body.path("messages").path(1).path("content").asString()).isEqualTo(PROMPT);
    }
  }

  @Test
  void an_endpoint_without_a_key_is_sent_none() throws IOException {
    try (var chat = chat(OK, answer("A red fox", "null"))) {
      assertThat(rewriter(chat, Map.of("engine.prompt.key", "")).rewrite(PROMPT))
          .contains("A red fox");
      assertThat(chat.asked().getFirst().header("authorization")).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | the answer holds no text",
        "[] | the answer is no JSON object",
        "<html>fox</html> | the answer is no JSON object",
        "{\"choices\": {}} | the answer holds no text",
        "{\"choices\": [{\"message\": {\"content\": null, \"refusal\": \"no fox\"}}]} | the answer holds no text",
        "{\"choices\": [{\"message\": {\"content\": \"  \"}}]} | the answer holds no text",
        "{\"choices\": [{\"message\": {\"content\": 7}}]} | the answer holds no text",
        "{\"choices\": [{\"message\": {\"content\": [{\"text\": \"fox\"}]}}]} | the answer holds no text",
        "{\"choices\": [{\"message\": {\"content\": \"a fox, and\"}, \"finish_reason\": \"length\"}]} | the answer is not whole",
        "{\"choices\": [{\"message\": {\"content\": \"a fox\"}, \"finish_reason\": \"content_filter\"}]} | the answer is not whole"
      })
  void what_is_not_plainly_a_prompt_is_not_taken(String body, String detail) throws IOException {
    try (var chat = chat(OK, body)) {
      assertThat(rewriter(chat, Map.of()).rewrite(PROMPT)).isEmpty();
      assertThat(logged()).startsWith(detail);
    }
  }

  @Test
  void one_that_is_too_long_is_not_taken() throws IOException {
    String most = "x".repeat(99) + "\ud83e\udd8a"; // counts as one
    try (var fits = chat(OK, answer(most, "\"stop\""));
        var over = chat(OK, answer(most + "x", "\"stop\""))) {
      Map<String, String> settings = Map.of("engine.prompt.max-characters", "100");

      assertThat(rewriter(fits, settings).rewrite(PROMPT)).contains(most);
      assertThat(rewriter(over, settings).rewrite(PROMPT)).isEmpty();
      assertThat(logged()).isEqualTo("the prompt has 101 characters");
    }
  }

  @ParameterizedTest
  @CsvSource({"401 No", "429 Slow", "500 Broken", "302 There"})
  void an_error_is_no_prompt_and_is_not_asked_again(String status) throws IOException {
    try (var chat = chat(status, "{\"error\": {\"message\": \"bad key " + KEY + "\"}}")) {
      assertThat(rewriter(chat, Map.of()).rewrite(PROMPT)).isEmpty();
      assertThat(logged()).isEqualTo("status " + status.substring(0, 3));
      assertThat(chat.asked()).hasSize(1);
    }
  }

  @Test
  void one_that_does_not_answer_in_time_is_not_waited_for() throws IOException {
    var never = new CountDownLatch(1);
    try (var chat = ScriptedServer.start((asked, out) -> never.await())) {
      Optional<String> prompt =
          rewriter(chat, Map.of("engine.prompt.timeout", "200ms")).rewrite(PROMPT);

      assertThat(prompt).isEmpty();
      assertThat(logged()).endsWith("timed out");
      assertThat(chat.asked()).hasSize(1);
      never.countDown();
    }
  }

  @Test
  void one_that_cannot_be_reached_is_no_trouble() throws IOException {
    ScriptedServer gone = chat(OK, "{}");
    PromptRewriter rewriter = rewriter(gone, Map.of());
    gone.close();

    assertThat(rewriter.rewrite(PROMPT)).isEmpty();
    assertThat(logged()).isNotEmpty();
  }

  @Test
  void without_an_address_there_is_none() {
    assertThat(ChatRewriter.of(PromptConfig.read(new ConfigReader(Map.of(), Map.of())), http))
        .isSameAs(PromptRewriter.NONE);
  }

  @Test
  void an_address_needs_a_model_beside_it() {
    var reader =
        new ConfigReader(Map.of("engine.prompt.base-url", "http://127.0.0.1:1/v1"), Map.of());
    PromptConfig.read(reader);

    assertThatThrownBy(reader::check)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("engine.prompt.model: missing");
  }

  private PromptRewriter rewriter(ScriptedServer chat, Map<String, String> more) {
    var settings =
        new HashMap<>(
            Map.of(
                "engine.prompt.base-url",
                chat.url("127.0.0.1", "/v1/"),
                "engine.prompt.key",
                KEY,
                "engine.prompt.model",
                "small-model"));
    settings.putAll(more);
    var reader = new ConfigReader(settings, Map.of());
    PromptConfig config = PromptConfig.read(reader);
    reader.check();
    return ChatRewriter.of(config, http);
  }

  private String logged() {
    ILoggingEvent line = log.list.getLast();
    assertThat(line.getMessage()).isEqualTo("prompt.not_rewritten");
    return String.valueOf(line.getKeyValuePairs().getFirst().value);
  }

  private static ScriptedServer chat(String status, String body) throws IOException {
    return ScriptedServer.start((asked, out) -> ScriptedServer.write(out, status, body));
  }

  private static String answer(String content, String finish) {
    return "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"%s\"}, \"finish_reason\": %s}]}"
        .formatted(content, finish);
  }
}
