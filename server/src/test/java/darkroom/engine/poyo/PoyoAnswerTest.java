package darkroom.engine.poyo;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.Requests;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of the table, with its true status and inside an answer of status 200. */
class PoyoAnswerTest {
  private static final String PROMPT = "a red fox in snow";

  @ParameterizedTest
  @CsvSource({
    "400, validation_error, 'input.n: must be 1 to 15', INVALID_INPUT",
    "400, validation_error, 'input.size: 1x1 has too few pixels', SIZE_UNSUPPORTED",
    "400, validation_error, 'callback_url: must be public', ACCOUNT",
    "400, validation_error, 'input.image_urls: unreachable', REFERENCE_UNREADABLE",
    "400, invalid_request_error, 'not well-formed', INVALID_INPUT",
    "400, content_moderation_error, 'no', CONTENT_POLICY",
    "400, validation_error, 'refused by moderation', CONTENT_POLICY",
    "400, content_too_long_error, 'too long', INVALID_INPUT",
    "400, file_format_error, 'unreadable', REFERENCE_UNREADABLE",
    "401, authentication_error, 'Invalid API key', ACCOUNT",
    "402, insufficient_credits_error, 'Insufficient credits', ACCOUNT",
    "403, permission_denied_error, 'Model is not allowed', MODEL",
    "403, content_moderation_error, 'no', CONTENT_POLICY",
    "404, resource_not_found_error, 'no such model', MODEL",
    "413, content_too_long_error, 'too large', INVALID_INPUT",
    "415, invalid_request_error, 'type', INVALID_INPUT",
    "422, validation_error, 'prompt', INVALID_INPUT",
    "429, rate_limit_error, 'slow down', BUSY",
  })
  void a_no_of_the_vendor_is_a_refusal(int code, String type, String message, Refusal refusal) {
    String envelope = envelope(code, type, message);

    EngineResult plain = result(code, envelope);
    EngineResult inside = result(200, envelope);

    assertThat(plain).isInstanceOf(EngineResult.Refused.class);
    assertThat(((EngineResult.Refused) plain).refusal()).isEqualTo(refusal);
    assertThat(inside).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({
    "408, timeout_error",
    "409, invalid_request_error",
    "418, validation_error",
    "500, internal_error",
    "502, upstream_error",
    "503, service_error",
    "504, upstream_error",
  })
  void what_says_nothing_about_the_task_is_unknown(int code, String type) {
    String envelope = envelope(code, type, "in the vendor's words");

    assertThat(result(code, envelope)).isInstanceOf(EngineResult.Unknown.class);
    assertThat(result(200, envelope)).isInstanceOf(EngineResult.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {\"detail\":\"Invalid size\"}",
        "422 | {\"detail\":[{\"msg\":\"field required\",\"loc\":[\"body\"]}]}",
        "401 | {\"code\":401,\"message\":\"Invalid API key\"}",
        "400 | {\"error\":{\"message\":\"no\"}}",
        "400 | {\"code\":400.0,\"error\":{\"type\":\"validation_error\"}}",
      })
  void all_shapes_of_its_errors_are_known(int status, String body) {
    assertThat(result(status, body)).isInstanceOf(EngineResult.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {}",
        "400 | []",
        "403 | {\"message\":\"Forbidden\"}",
        "400 | {\"error\":\"no\"}",
        "400 | {\"error\":{}}",
        "400 | {\"code\":200,\"error\":{\"message\":\"no\"}}",
        "400 | {\"code\":500,\"error\":{\"message\":\"no\"}}",
        "401 | {\"code\":\"401\",\"error\":{\"message\":\"no\"}}",
        "200 | {\"code\":400}",
        "200 | {\"code\":400.5,\"error\":{\"message\":\"no\"}}",
        "200 | {\"code\":201,\"data\":{\"task_id\":\"TASK1\"}}",
        "200 | {\"code\":\"200\",\"data\":{\"task_id\":\"TASK1\"}}",
        "200 | {\"code\":200}",
        "200 | {\"code\":200,\"data\":{\"task_id\":7}}",
        "200 | {\"code\":200,\"data\":{\"task_id\":\"../../x\"}}",
        "200 | {\"code\":200,\"data\":{\"task_id\":\"\"}}",
        "302 | {\"code\":200,\"data\":{\"task_id\":\"TASK1\"}}",
        "429 | <html>slow down</html>",
      })
  void what_is_not_its_own_shape_proves_nothing(int status, String body) {
    assertThat(result(status, body)).isInstanceOf(EngineResult.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"code\":200,\"data\":{\"task_id\":\"task-unified-1-a\",\"status\":\"not_started\"}}",
        "{\"code\":0,\"data\":{\"task_id\":\"task-unified-1-a\"}}",
        "{\"data\":{\"task_id\":\"task-unified-1-a\"}}",
        "{\"code\":200.0,\"data\":{\"task_id\":\"task-unified-1-a\"}}",
      })
  void a_task_is_accepted(String body) {
    assertThat(result(200, body)).isEqualTo(new EngineResult.Accepted("task-unified-1-a"));
  }

  @Test
  void a_full_darkroom_took_nothing() {
    String body = envelope(503, "service_error", "The queue is full");

    EngineResult full =
        result(503, body, Map.of("retry-after", "9", "x-retry-reason", "queue_full"));
    EngineResult down =
        result(503, body, Map.of("retry-after", "9", "x-retry-reason", "store_down"));

    assertThat(full).isInstanceOf(EngineResult.Refused.class);
    assertThat(((EngineResult.Refused) full).refusal()).isEqualTo(Refusal.BUSY);
    assertThat(((EngineResult.Refused) full).pause()).contains(Duration.ofSeconds(9));
    assertThat(down).isInstanceOf(EngineResult.Unknown.class);
  }

  @Test
  void a_detail_repeats_neither_the_prompt_nor_an_address() {
    EngineResult repeated =
        result(400, envelope(400, "validation_error", "'" + PROMPT + "' is not allowed"));
    EngineResult address =
        result(400, envelope(400, "validation_error", "cannot read https://a.example/x?k=1"));

    assertThat(((EngineResult.Refused) repeated).detail()).isEqualTo("400 validation_error");
    assertThat(((EngineResult.Refused) address).detail())
        .isEqualTo("400 validation_error: cannot read (address)");
  }

  @ParameterizedTest
  @CsvSource({
    "'The prompt, a reference image or the result was refused by content moderation.', CONTENT_POLICY",
    "'The engine did not accept this input.', INVALID_INPUT",
    "'The engine cannot make a picture of this size from this input.', SIZE_UNSUPPORTED",
    "'A reference image could not be fetched or is not a usable picture.', REFERENCE_UNREADABLE",
    "'The engine could not make the picture.', FAILED",
    "'No engine could take the task before its deadline.', FAILED",
    "'The output may contain sensitive information', CONTENT_POLICY",
    "'', FAILED",
  })
  void why_a_task_failed_is_read_from_its_words(String message, Refusal refusal) {
    assertThat(PoyoError.ofFailed(message)).isEqualTo(refusal);
  }

  private static String envelope(int code, String type, String message) {
    return UpstreamJson.MAPPER.writeValueAsString(
        Map.of("code", code, "error", Map.of("type", type, "message", message)));
  }

  private static EngineResult result(int status, String body) {
    return result(status, body, Map.of());
  }

  private static EngineResult result(int status, String body, Map<String, String> headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return PoyoAnswer.result(
        new EngineAnswer.Complete(status, headers, bytes), PROMPT, Requests.NOW);
  }
}
