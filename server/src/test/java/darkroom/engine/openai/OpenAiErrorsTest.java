package darkroom.engine.openai;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row by row. */
class OpenAiErrorsTest {
  private static final Duration WAIT = Duration.ofSeconds(7);

  @ParameterizedTest
  @CsvSource({
    "400, moderation_blocked, CONTENT_POLICY",
    "400, content_policy_violation, CONTENT_POLICY",
    "400, invalid_value, INVALID_INPUT",
    "400, invalid_image_file, REFERENCE_UNREADABLE",
    "400, billing_hard_limit_reached, ACCOUNT",
    "400, something_new, INVALID_INPUT",
    "413, something_new, INVALID_INPUT",
    "415, something_new, INVALID_INPUT",
    "422, something_new, INVALID_INPUT",
    "401, invalid_api_key, ACCOUNT",
    "402, something_new, ACCOUNT",
    "403, something_new, ACCOUNT",
    "404, model_not_found, MODEL",
    "400, model_not_found, MODEL",
    "404, something_new, MODEL",
    "429, rate_limit_exceeded, BUSY",
    "429, something_new, BUSY",
    "429, insufficient_quota, ACCOUNT",
    "405, something_new, ",
    "408, something_new, ",
    "409, something_new, ",
    "500, server_error, ",
    "502, something_new, ",
    "503, something_new, ",
    "504, something_new, ",
  })
  void a_vendors_error_is_what_its_code_and_status_prove(
      int status, String code, @Nullable Refusal refusal) {
    EngineResult result =
        judge(paid(Map.of()), status, "{\"error\":{\"message\":\"no\",\"code\":\"" + code + "\"}}");

    assertThat(refusal(result)).isEqualTo(Optional.ofNullable(refusal));
  }

  @ParameterizedTest
  @CsvSource({"500, FAILED", "503, BUSY", "400, INVALID_INPUT", "502, ", "504, ", "408, "})
  void a_server_of_ones_own_that_says_it_failed_has_ended_unbilled(
      int status, @Nullable Refusal refusal) {
    var errors = new OpenAiErrors(ErrorStyle.STRING, false, Map.of());

    assertThat(refusal(judge(errors, status, "{\"error\":\"out of memory\"}")))
        .isEqualTo(Optional.ofNullable(refusal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"no\",\"code\":\"invalid_value\",\"param\":\"size\"}}",
        "{\"error\":{\"message\":\"Invalid size '1x1'.\",\"code\":null}}",
      })
  void a_size_that_is_not_taken_may_be_taken_elsewhere(String body) {
    assertThat(refusal(judge(paid(Map.of()), 400, body))).contains(Refusal.SIZE_UNSUPPORTED);
  }

  @ParameterizedTest
  @EnumSource(ErrorStyle.class)
  void only_a_servers_own_shape_proves_anything(ErrorStyle style) {
    Map<ErrorStyle, String> bodies =
        Map.of(
            ErrorStyle.OBJECT, "{\"error\":{\"message\":\"no\"}}",
            ErrorStyle.STRING, "{\"error\":\"no\"}",
            ErrorStyle.DETAIL, "{\"detail\":\"no\"}");
    var errors = new OpenAiErrors(style, true, Map.of());

    bodies.forEach((shape, body) ->
        assertThat(refusal(judge(errors, 400, body)).isPresent())
            .as(shape.toString())
            .isEqualTo(shape == style));
    for (String other : new String[] {"", "<html>a proxy</html>", "[]", "{}", "{\"error\":"}) {
      assertThat(refusal(judge(errors, 400, other))).isEmpty();
      assertThat(refusal(judge(errors, 429, other))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(ErrorStyle.class)
  void any_shape_counts_at_a_server_of_ones_own(ErrorStyle style) {
    var errors = new OpenAiErrors(style, false, Map.of());
    Map<Integer, Refusal> meanings =
        Map.of(400, Refusal.INVALID_INPUT, 401, Refusal.ACCOUNT, 503, Refusal.BUSY);

    for (String body :
        List.of(
            "{\"error\":{\"message\":\"no\",\"type\":\"x\",\"param\":null,\"code\":400}}",
            "{\"error\":\"Unauthorized\"}",
            "{\"detail\":\"no\"}")) {
      meanings.forEach((status, refusal) ->
          assertThat(refusal(judge(errors, status, body))).as(body).contains(refusal));
    }
    assertThat(refusal(judge(errors, 503, "{\"message\":\"a proxy\"}"))).isEmpty();
  }

  @Test
  void a_list_of_what_is_wrong_is_a_detail_too() {
    var errors = new OpenAiErrors(ErrorStyle.DETAIL, false, Map.of());
    String body = "{\"detail\":[{\"loc\":[\"body\",\"size\"],\"msg\":\"Invalid size format\"}]}";

    assertThat(refusal(judge(errors, 422, body))).contains(Refusal.SIZE_UNSUPPORTED);
  }

  @Test
  void the_operator_knows_better() {
    OpenAiErrors errors =
        paid(
            Map.of(
                "invalid_value",
                Refusal.CONTENT_POLICY,
                "image_generation_failed",
                Refusal.FAILED));

    assertThat(refusal(judge(errors, 400, error("invalid_value"))))
        .contains(Refusal.CONTENT_POLICY);
    assertThat(refusal(judge(errors, 500, error("image_generation_failed"))))
        .contains(Refusal.FAILED);
    assertThat(refusal(judge(errors, 500, error("server_error")))).isEmpty();
  }

  @Test
  void only_a_busy_server_is_left_alone_for_a_while() {
    var busy = (EngineResult.Refused) judge(paid(Map.of()), 429, error("rate_limit_exceeded"));
    var account = (EngineResult.Refused) judge(paid(Map.of()), 429, error("insufficient_quota"));

    assertThat(busy.pause()).contains(WAIT);
    assertThat(account.pause()).isEmpty();
  }

  @Test
  void a_detail_repeats_neither_the_prompt_nor_addresses() {
    var refused =
        (EngineResult.Refused)
            judge(
                paid(Map.of()),
                400,
                "{\"error\":{\"code\":\"invalid_value\",\"message\":\"see https://a.example/?k=1\"}}");
    var repeated =
        (EngineResult.Refused)
            judge(
                paid(Map.of()),
                400,
                "{\"error\":{\"code\":\"invalid_value\",\"message\":\"bad: a shy fox\"}}");

    assertThat(refused.detail()).isEqualTo("400 invalid_value: see (address)");
    assertThat(repeated.detail()).isEqualTo("400 invalid_value");
  }

  private static OpenAiErrors paid(Map<String, Refusal> more) {
    return new OpenAiErrors(ErrorStyle.OBJECT, true, more);
  }

  private static String error(String code) {
    return "{\"error\":{\"message\":\"no\",\"code\":\"" + code + "\"}}";
  }

  private static EngineResult judge(OpenAiErrors errors, int status, String body) {
    return errors.judge(
        status, body.getBytes(StandardCharsets.UTF_8), "a shy fox", Optional.of(WAIT));
  }

  private static Optional<Refusal> refusal(EngineResult result) {
    return result instanceof EngineResult.Refused refused
        ? Optional.of(refused.refusal())
        : Optional.empty();
  }
}
