package darkroom.engine.fal;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalErrorsTest {
  private static final String PROMPT = "a red fox in snow";

  @ParameterizedTest
  @CsvSource({
    "400, value_error, prompt, INVALID_INPUT",
    "413, value_error, prompt, INVALID_INPUT",
    "415, value_error, prompt, INVALID_INPUT",
    "422, missing, prompt, INVALID_INPUT",
    "422, less_than_equal, num_images, INVALID_INPUT",
    "422, something_new, prompt, INVALID_INPUT",
    "422, value_error, image_size, SIZE_UNSUPPORTED",
    "422, content_policy_violation, prompt, CONTENT_POLICY",
    "403, content_policy_violation, prompt, CONTENT_POLICY",
    "422, image_too_large, image_urls, REFERENCE_UNREADABLE",
    "422, image_too_small, image_urls, REFERENCE_UNREADABLE",
    "422, image_load_error, image_urls, REFERENCE_UNREADABLE",
    "422, file_download_error, image_urls, REFERENCE_UNREADABLE",
    "422, file_too_large, image_urls, REFERENCE_UNREADABLE",
    "422, unsupported_image_format, image_urls, REFERENCE_UNREADABLE",
    "429, something_new, prompt, BUSY",
    "451, something_new, prompt, FAILED",
  })
  void a_submit_refused_by_the_model_queued_nothing(
      int status, String type, String field, Refusal refusal) {
    EngineResult result = ofSubmit(status, model(type, field, "in fal's words"));

    assertThat(result).isInstanceOf(EngineResult.Refused.class);
    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(refusal);
    assertThat(((EngineResult.Refused) result).detail())
        .isEqualTo(status + " " + type + ": in fal's words");
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_INPUT",
    "401, ACCOUNT",
    "402, ACCOUNT",
    "403, ACCOUNT",
    "404, MODEL",
    "422, INVALID_INPUT",
    "429, BUSY",
  })
  void a_submit_refused_by_the_platform_queued_nothing(int status, Refusal refusal) {
    EngineResult result = ofSubmit(status, "{\"detail\":\"no\"}");

    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "408, request_timeout",
    "409, bad_request",
    "500, internal_error",
    "502, runner_connection_error",
    "503, runner_disconnected",
    "504, startup_timeout",
    "302, bad_request",
  })
  void any_other_answer_to_a_submit_is_an_unknown_outcome(int status, String type) {
    assertThat(ofSubmit(status, platform(type))).isInstanceOf(EngineResult.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "{}",
        "{\"detail\":[]}",
        "{\"detail\":[{\"msg\":\"x\"}]}",
        "{\"detail\":[{\"type\":\"a b\\nc\"}]}",
        "{\"detail\":7}",
        "{\"error\":{\"message\":\"x\"}}"
      })
  void an_error_of_another_shape_proves_nothing(String body) {
    assertThat(ofSubmit(400, body)).isInstanceOf(EngineResult.Unknown.class);
    assertThat(ofResult(500, body)).isInstanceOf(EngineResult.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "422, content_policy_violation, prompt, CONTENT_POLICY",
    "500, content_policy_violation, prompt, CONTENT_POLICY",
    "422, image_too_large, image_urls, REFERENCE_UNREADABLE",
    "422, file_download_error, image_urls, REFERENCE_UNREADABLE",
    "422, value_error, image_size, SIZE_UNSUPPORTED",
    "422, value_error, prompt, INVALID_INPUT",
    "422, something_new, prompt, INVALID_INPUT",
    "500, internal_server_error, prompt, FAILED",
    "500, downstream_service_unavailable, prompt, FAILED",
    "502, downstream_service_error, prompt, FAILED",
    "504, generation_timeout, prompt, FAILED",
    "503, something_new, prompt, FAILED",
    "400, downstream_service_error, prompt, BAD_RESULT",
    "408, generation_timeout, prompt, BAD_RESULT",
    "422, no_media_generated, prompt, BAD_RESULT",
  })
  void a_job_ended_as_its_model_says(int status, String type, String field, Refusal refusal) {
    EngineResult result = ofResult(status, model(type, field, ""));

    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "504, request_timeout, FAILED",
    "504, startup_timeout, FAILED",
    "503, runner_scheduling_failure, FAILED",
    "503, runner_connection_timeout, FAILED",
    "503, runner_disconnected, FAILED",
    "500, runner_server_error, FAILED",
    "500, internal_error, FAILED",
    "499, client_cancelled, BAD_RESULT",
    "400, bad_request, INVALID_INPUT",
  })
  void a_job_ended_as_the_platform_says(int status, String type, Refusal refusal) {
    EngineResult result = ofResult(status, platform(type));

    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "401, Unknown",
    "402, Unknown",
    "403, Unknown",
    "404, Gone",
    "408, Unknown",
    "410, Gone",
    "429, Unknown",
    "500, Unknown",
    "502, Unknown",
    "302, Unknown",
  })
  void a_question_that_is_refused_says_little_about_the_job(int status, String outcome) {
    EngineResult result = ofResult(status, "{\"detail\":\"no\"}");

    assertThat(result.getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void a_result_asked_for_too_early_is_a_job_that_runs() {
    assertThat(ofResult(400, "{\"detail\":\"Request is still in progress\"}"))
        .isInstanceOf(EngineResult.Running.class);
  }

  @Test
  void entries_may_come_without_a_frame_and_types_in_a_header() {
    EngineResult bare = ofResult(422, "[{\"loc\":[\"body\"],\"type\":\"image_load_error\"}]");
    EngineResult header =
        FalErrors.ofResult(
            503,
            FalError.read(
                Map.of("x-fal-error-type", "runner_disconnected"), bytes("{\"detail\":\"gone\"}")),
            PROMPT);

    assertThat(((EngineResult.Refused) bare).refusal()).isEqualTo(Refusal.REFERENCE_UNREADABLE);
    assertThat(((EngineResult.Refused) header).refusal()).isEqualTo(Refusal.FAILED);
  }

  @Test
  void a_wait_is_handed_on() {
    Optional<Duration> asked = Optional.of(Duration.ofSeconds(7));
    Optional<FalError> error = FalError.read(Map.of(), bytes("{\"detail\":\"slow down\"}"));

    EngineResult busy = FalErrors.ofSubmit(429, error, PROMPT, asked);

    assertThat(((EngineResult.Refused) busy).pause()).isEqualTo(asked);
  }

  @Test
  void the_log_gets_neither_the_prompt_nor_addresses_nor_a_novel() {
    assertThat(detail("cannot draw '" + PROMPT + "' today")).isEqualTo("422 value_error");
    assertThat(detail("see https://secret.example/x?sig=1 and data:image/png;base64,AAAA now"))
        .isEqualTo("422 value_error: see (address) and (address) now");
    assertThat(detail("long ".repeat(1_000))).hasSizeLessThan(300);
  }

  private static String detail(String message) {
    return ((EngineResult.Refused) ofSubmit(422, model("value_error", "prompt", message))).detail();
  }

  private static EngineResult ofSubmit(int status, String body) {
    return FalErrors.ofSubmit(
        status, FalError.read(Map.of(), bytes(body)), PROMPT, Optional.empty());
  }

  private static EngineResult ofResult(int status, String body) {
    return FalErrors.ofResult(status, FalError.read(Map.of(), bytes(body)), PROMPT);
  }

  private static String model(String type, String field, String message) {
    return "{\"detail\":[{\"loc\":[\"body\",\"%s\"],\"msg\":\"%s\",\"type\":\"%s\",\"input\":\"%s\"}]}"
        .formatted(field, message, type, PROMPT);
  }

  private static String platform(String type) {
    return "{\"detail\":\"in fal's words\",\"error_type\":\"" + type + "\"}";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
