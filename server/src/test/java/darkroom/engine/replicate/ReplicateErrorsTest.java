package darkroom.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.UpstreamJson;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ReplicateErrorsTest {
  private static final String PROMPT = "a red fox in snow";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | the body is no JSON                                  | INVALID_INPUT",
        "422 | - input.prompt: prompt is required                   | INVALID_INPUT",
        "422 | - input.size: must be one of 2K, 4K, custom          | SIZE_UNSUPPORTED",
        "422 | - input.width: must be less than or equal to 4096    | SIZE_UNSUPPORTED",
        "422 | - input.height: must be less than or equal to 4096   | SIZE_UNSUPPORTED",
        "422 | - input.aspect_ratio: must be one of                 | SIZE_UNSUPPORTED",
        "422 | - input.image_input: does not match format 'uri'     | REFERENCE_UNREADABLE",
        "400 | The input was flagged as sensitive                   | CONTENT_POLICY",
        "422 | - input.disable_safety_checker: not allowed          | INVALID_INPUT",
        "422 | - input: Additional property disable_safety_checker  | INVALID_INPUT",
        "400 | Rejected by the safety system                        | CONTENT_POLICY",
        "401 | You did not pass a valid authentication token        | ACCOUNT",
        "402 | You have insufficient credit to run this model.      | ACCOUNT",
        "403 | You are not allowed to do that                       | ACCOUNT",
        "404 | The requested model could not be found.              | MODEL",
        "413 | Request body too large                               | REFERENCE_UNREADABLE",
        "415 | Unsupported media type                               | INVALID_INPUT",
        "429 | Request was throttled.                               | BUSY",
        "405 | Method not allowed                                   | FAILED",
        "451 | Unavailable                                          | FAILED",
      })
  void a_no_of_the_vendor_is_a_refusal(int status, String text, Refusal refusal) {
    EngineResult result = judge(status, text, Optional.empty());

    assertThat(result).isInstanceOf(EngineResult.Refused.class);
    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(refusal);
    assertThat(((EngineResult.Refused) result).detail()).isEqualTo(status + ": " + text);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 302, 408, 409, 500, 502, 503, 504, 520})
  void anything_else_is_an_unknown_outcome(int status) {
    assertThat(judge(status, "some words", Optional.empty()))
        .isInstanceOf(EngineResult.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"detail\":7}", "{\"error\":\"no\"}", "{\"message\":\"no\"}", "[]"})
  void an_error_of_another_shape_is_an_unknown_outcome(String json) {
    JsonNode body = UpstreamJson.MAPPER.readTree(json);

    assertThat(ReplicateErrors.judge(401, body, PROMPT, Optional.empty()))
        .isInstanceOf(EngineResult.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The input or output was flagged as sensitive. (E005)   | CONTENT_POLICY",
        "InputTextSensitiveContentDetected.PolicyViolation      | CONTENT_POLICY",
        "OutputImageRiskDetection                               | CONTENT_POLICY",
        "NSFW content detected                                  | CONTENT_POLICY",
        "Blocked by a Safety Filter                             | CONTENT_POLICY",
        "(code: E005)                                           | CONTENT_POLICY",
        "Worker node0e0051 went away for safety reasons         | FAILED",
        "image size must be at least 3686400 pixels             | SIZE_UNSUPPORTED",
        "the specified size is not supported for model x        | SIZE_UNSUPPORTED",
        "InvalidParameter.OversizeImage                         | REFERENCE_UNREADABLE",
        "InvalidImageURL.InvalidFormat                          | REFERENCE_UNREADABLE",
        "cannot identify image file                             | REFERENCE_UNREADABLE",
        "Prediction interrupted; please retry (code: PA)        | FAILED",
        "Director: unexpected error handling prediction (E8765) | FAILED",
      })
  void a_failed_prediction_is_told_apart_by_its_words(String error, Refusal refusal) {
    var result = (EngineResult.Refused) ReplicateErrors.failed(error, PROMPT);

    assertThat(result.refusal()).isEqualTo(refusal);
    assertThat(result.detail()).isEqualTo("failed: " + error);
  }

  @ParameterizedTest
  @CsvSource({
    "Request was throttled. Expected available in 1 second., PT1S",
    "Request was throttled. Expected available in 37 seconds., PT37S",
    "Request was throttled. Expected available in 0 seconds., PT1S",
  })
  void a_throttled_request_says_for_how_long_in_words(String text, String pause) {
    var busy = (EngineResult.Refused) judge(429, text, Optional.empty());
    var header = (EngineResult.Refused) judge(429, text, Optional.of(Duration.ofSeconds(7)));

    assertThat(busy.pause()).contains(Duration.parse(pause));
    assertThat(header.pause()).contains(Duration.ofSeconds(7));
  }

  @Test
  void the_log_gets_neither_the_prompt_nor_addresses_nor_a_novel() {
    String prompt = detail("cannot draw '" + PROMPT + "' today");
    String address =
        detail("see https://secret.example/x?sig=1 and data:image/png;base64,AAAA now");
    String novel = detail("long ".repeat(1_000));

    assertThat(prompt).isEqualTo("422");
    assertThat(address).isEqualTo("422: see (address) and (address) now");
    assertThat(novel).hasSizeLessThan(300);
  }

  @Test
  void the_words_of_the_prompt_say_nothing_about_the_reason() {
    String prompt = "A prohibited NSFW fox";

    var failed =
        (EngineResult.Refused) ReplicateErrors.failed("no GPU for '" + prompt + "'", prompt);
    var flagged =
        (EngineResult.Refused) ReplicateErrors.failed("sensitive: '" + prompt + "'", prompt);

    assertThat(failed.refusal()).isEqualTo(Refusal.FAILED);
    assertThat(failed.detail()).isEqualTo("failed");
    assertThat(flagged.refusal()).isEqualTo(Refusal.CONTENT_POLICY);
    assertThat(((EngineResult.Refused) ReplicateErrors.failed("sensitive", "a")).refusal())
        .isEqualTo(Refusal.CONTENT_POLICY);
    assertThat(((EngineResult.Refused) ReplicateErrors.failed("moderated", "moderated")).refusal())
        .isEqualTo(Refusal.CONTENT_POLICY);
  }

  private static String detail(String text) {
    return ((EngineResult.Refused) judge(422, text, Optional.empty())).detail();
  }

  private static EngineResult judge(int status, String text, Optional<Duration> wait) {
    JsonNode body =
        UpstreamJson.MAPPER.createObjectNode().put("detail", text).put("status", status);
    return ReplicateErrors.judge(status, body, PROMPT, wait);
  }
}
