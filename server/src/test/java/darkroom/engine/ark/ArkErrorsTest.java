package darkroom.engine.ark;

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

class ArkErrorsTest {
  private static final String PROMPT = "a red fox in snow";

  @ParameterizedTest
  @CsvSource({
    "400, MissingParameter, INVALID_INPUT",
    "400, MissingParameter.prompt, INVALID_INPUT",
    "400, InvalidParameter, INVALID_INPUT",
    "400, InvalidParameter.size, INVALID_INPUT",
    "400, InvalidParameter.UnsupportedParameter, INVALID_INPUT",
    "400, InvalidImageURL.EmptyURL, INVALID_INPUT",
    "400, InvalidImageURL.InvalidFormat, INVALID_INPUT",
    "400, InvalidParameter.OversizeImage, REFERENCE_UNREADABLE",
    "400, SensitiveContentDetected, CONTENT_POLICY",
    "400, SensitiveContentDetected.SevereViolation, CONTENT_POLICY",
    "400, SensitiveContentDetected.Violence, CONTENT_POLICY",
    "400, InputTextSensitiveContentDetected, CONTENT_POLICY",
    "400, InputTextSensitiveContentDetected.PolicyViolation, CONTENT_POLICY",
    "400, InputTextRiskDetection, CONTENT_POLICY",
    "400, InputImageSensitiveContentDetected, CONTENT_POLICY",
    "400, InputImageSensitiveContentDetected.PolicyViolation, CONTENT_POLICY",
    "400, InputImageSensitiveContentDetected.PrivacyInformation, CONTENT_POLICY",
    "400, InputImageRiskDetection, CONTENT_POLICY",
    "400, OutputImageSensitiveContentDetected, CONTENT_POLICY",
    "400, OutputImageSensitiveContentDetected.DeepFake, CONTENT_POLICY",
    "400, OutputImageRiskDetection, CONTENT_POLICY",
    "400, ContentSecurityDetectionError, FAILED",
    "400, InvalidEndpoint.ClosedEndpoint, ACCOUNT",
    "401, AuthenticationError, ACCOUNT",
    "401, InvalidAccountStatus, ACCOUNT",
    "403, AccessDenied, ACCOUNT",
    "403, AccountOverdueError, ACCOUNT",
    "403, OperationDenied.ServiceNotOpen, ACCOUNT",
    "403, OperationDenied.ServiceOverdue, ACCOUNT",
    "403, OperationDenied.PermissionDenied, ACCOUNT",
    "404, InvalidEndpointOrModel.NotFound, MODEL",
    "404, InvalidEndpointOrModel.ModelIDAccessDisabled, MODEL",
    "404, ModelNotOpen, MODEL",
    "404, UnsupportedModel, MODEL",
    "429, ModelAccountIpmRateLimitExceeded, BUSY",
    "429, ModelAccountRpmRateLimitExceeded, BUSY",
    "429, ModelAccountTpmRateLimitExceeded, BUSY",
    "429, APIAccountRpmRateLimitExceeded, BUSY",
    "429, AccountRateLimitExceeded, BUSY",
    "429, RateLimitExceeded.EndpointRPMExceeded, BUSY",
    "429, RateLimitExceeded.EndpointTPMExceeded, BUSY",
    "429, ServerOverloaded, BUSY",
    "429, RequestBurstTooFast, BUSY",
    "429, InflightBatchsizeExceeded, BUSY",
    "429, QuotaExceeded, BUSY",
    "429, SetLimitExceeded, BUSY",
    "500, InternalServiceError, FAILED",
    "200, InternalServiceError, FAILED",
    "200, OutputImageSensitiveContentDetected, CONTENT_POLICY",
    "200, ServerOverloaded, FAILED",
    "200, SomethingNew, FAILED",
    "400, SomethingNew, INVALID_INPUT",
    "403, SomethingNew, ACCOUNT",
    "413, SomethingNew, INVALID_INPUT",
    "429, SomethingNew, BUSY",
    "451, SomethingNew, FAILED",
  })
  void a_no_of_the_vendor_is_a_refusal(int status, String code, Refusal refusal) {
    EngineResult result = judge(status, code, "in the vendor's words", Optional.empty());

    assertThat(result).isInstanceOf(EngineResult.Refused.class);
    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(refusal);
    assertThat(((EngineResult.Refused) result).detail())
        .isEqualTo(status + " " + code + ": in the vendor's words");
  }

  @ParameterizedTest
  @CsvSource({
    "408, RequestTimeout",
    "409, Conflict",
    "500, SomethingNew",
    "502, InternalServiceError",
    "503, ServerOverloaded",
    "503, InternalServiceError",
    "504, InternalServiceError",
    "302, AccessDenied",
    "201, InternalServiceError",
  })
  void anything_else_is_an_unknown_outcome(int status, String code) {
    assertThat(judge(status, code, "", Optional.empty())).isInstanceOf(EngineResult.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"code\":7}", "{\"code\":\"\"}", "{\"code\":\"a b\\nc\"}", "[]"})
  void an_error_of_another_shape_is_an_unknown_outcome(String json) {
    JsonNode error = UpstreamJson.MAPPER.readTree(json);

    assertThat(ArkErrors.judge(400, error, PROMPT, Optional.empty()))
        .isInstanceOf(EngineResult.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'image size must be at least 3686400 pixels', SIZE_UNSUPPORTED",
    "'the specified size is not supported for model x', SIZE_UNSUPPORTED",
    "'Timeout while downloading url=https://x', REFERENCE_UNREADABLE",
    "'something else', INVALID_INPUT",
  })
  void a_bad_parameter_is_told_apart_by_its_text(String message, Refusal refusal) {
    EngineResult result = judge(400, "InvalidParameter", message, Optional.empty());

    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(refusal);
  }

  @Test
  void a_wait_is_handed_on_and_a_quota_waits_a_minute() {
    Optional<Duration> asked = Optional.of(Duration.ofSeconds(7));

    EngineResult busy = judge(429, "ServerOverloaded", "", asked);
    EngineResult quota = judge(429, "QuotaExceeded", "", asked);

    assertThat(((EngineResult.Refused) busy).pause()).isEqualTo(asked);
    assertThat(((EngineResult.Refused) quota).pause()).contains(Duration.ofMinutes(1));
  }

  @Test
  void the_log_gets_neither_the_prompt_nor_addresses_nor_a_novel() {
    String prompt = detail("cannot draw '" + PROMPT + "' today");
    String address =
        detail("see https://secret.example/x?sig=1 and data:image/png;base64,AAAA now");
    String novel = detail("long ".repeat(1_000));

    assertThat(prompt).isEqualTo("400 InvalidParameter");
    assertThat(address).isEqualTo("400 InvalidParameter: see (address) and (address) now");
    assertThat(novel).hasSizeLessThan(300);
  }

  private static String detail(String message) {
    return ((EngineResult.Refused) judge(400, "InvalidParameter", message, Optional.empty()))
        .detail();
  }

  private static EngineResult judge(
      int status, String code, String message, Optional<Duration> wait) {
    JsonNode error =
        UpstreamJson.MAPPER.createObjectNode().put("code", code).put("message", message);
    return ArkErrors.judge(status, error, PROMPT, wait);
  }
}
