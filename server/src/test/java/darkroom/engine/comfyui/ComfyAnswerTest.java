package darkroom.engine.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComfyAnswerTest {
  private static final String PROMPT = "a bashful fox";
  private static final Slots SLOTS =
      new Slots(
          List.of(new Slot("2", "text")),
          List.of(new Slot("4", "width")),
          List.of(new Slot("4", "height")),
          List.of(new Slot("5", "seed")),
          List.of(new Slot("8", "image")),
          List.of("7"));

  /** Node, class, type of the error, input; parted by slashes, nodes by blanks. */
  @ParameterizedTest
  @CsvSource({
    "no_prompt, '', MODEL",
    "invalid_prompt_id, '', MODEL",
    "invalid_prompt, '', MODEL",
    "missing_node_type, '', MODEL",
    "prompt_no_outputs, '', MODEL",
    "of_a_later_release, '', MODEL",
    "prompt_outputs_failed_validation, '', MODEL",
    "prompt_outputs_failed_validation, 1/CheckpointLoaderSimple/value_not_in_list/ckpt_name, MODEL",
    "prompt_outputs_failed_validation, 5/KSampler/required_input_missing/model, MODEL",
    "prompt_outputs_failed_validation, 5/KSampler/value_bigger_than_max/seed, MODEL",
    "prompt_outputs_failed_validation, 4/EmptyLatentImage/value_bigger_than_max/width, SIZE_UNSUPPORTED",
    "prompt_outputs_failed_validation, 4/EmptyLatentImage/value_smaller_than_min/height, SIZE_UNSUPPORTED",
    "prompt_outputs_failed_validation, 4/EmptyLatentImage/invalid_input_type/width, MODEL",
    "prompt_outputs_failed_validation, 8/LoadImage/custom_validation_failed/image, REFERENCE_UNREADABLE",
    "prompt_outputs_failed_validation, 8/LoadImage/custom_validation_failed/image"
        + " 1/CheckpointLoaderSimple/value_not_in_list/ckpt_name, MODEL",
  })
  void a_refusal_is_put_down_to_the_caller_only_where_a_caller_could_mend_it(
      String type, String nodes, Refusal refusal) {
    var json = UpstreamJson.MAPPER.createObjectNode();
    json.putObject("error").put("type", type).put("message", "so says the server");
    var errors = json.putObject("node_errors");
    for (String node : nodes.isEmpty() ? new String[0] : nodes.split(" ", -1)) {
      String[] parts = node.split("/", -1);
      var one = errors.putObject(parts[0]).put("class_type", parts[1]);
      one.putArray("errors")
          .addObject()
          .put("type", parts[2])
          .put("details", PROMPT)
          .putObject("extra_info")
          .put("input_name", parts[3])
          .put("received_value", PROMPT);
    }

    EngineResult result = ComfyAnswer.judge(400, json, SLOTS, PROMPT);

    assertThat(result).isInstanceOf(EngineResult.Refused.class);
    var refused = (EngineResult.Refused) result;
    assertThat(refused.refusal()).isEqualTo(refusal);
    assertThat(refused.detail()).startsWith("400 " + type).doesNotContain("bashful");
    assertThat(refused.pause()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"400, MODEL", "401, ACCOUNT", "402, ACCOUNT", "403, ACCOUNT", "404, MODEL"})
  void a_door_that_is_locked_is_locked_for_every_workflow(int status, Refusal refusal) {
    EngineResult result = judged(status, "{\"error\":{\"type\":\"locked\"},\"node_errors\":{}}");

    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(refusal);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 402, 403, 404, 413, 415, 422})
  void these_statuses_refuse_when_they_come_in_the_servers_shape(int status) {
    String shape =
        "{\"error\":{\"type\":\"invalid_prompt\",\"message\":\"no\"},\"node_errors\":{}}";

    assertThat(judged(status, shape)).isInstanceOf(EngineResult.Refused.class);
    assertThat(judged(status, "<html>a proxy</html>")).isInstanceOf(EngineResult.Unknown.class);
    assertThat(judged(status, "{\"error\":\"no\"}")).isInstanceOf(EngineResult.Unknown.class);
    assertThat(judged(status, "{\"prompt_id\":\"a\"}")).isInstanceOf(EngineResult.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 301, 408, 409, 429, 500, 502, 503, 504})
  void no_other_status_proves_anything(int status) {
    String shape =
        "{\"error\":{\"type\":\"invalid_prompt\",\"message\":\"no\"},\"node_errors\":{}}";

    assertThat(judged(status, shape)).isInstanceOf(EngineResult.Unknown.class);
    assertThat(judged(status, "{\"prompt_id\":\"a\"}")).isInstanceOf(EngineResult.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"prompt_id\":7}",
        "{\"prompt_id\":\"\"}",
        "{\"prompt_id\":\"../queue\"}",
        "{\"prompt_id\":\"a b\"}",
        "{\"prompt_id\":NaN}",
      })
  void a_200_without_a_usable_id_proves_nothing(String body) {
    assertThat(judged(200, body)).isInstanceOf(EngineResult.Unknown.class);
  }

  @Test
  void an_id_is_a_job_even_when_some_outputs_were_found_wanting() {
    EngineResult result =
        judged(200, "{\"prompt_id\":\"a-1\",\"number\":3,\"node_errors\":{\"9\":{\"errors\":[]}}}");

    assertThat(result).isEqualTo(new EngineResult.Accepted("a-1"));
  }

  @Test
  void what_happened_on_the_way_decides_when_no_answer_came() {
    assertThat(ComfyAnswer.result(new EngineAnswer.NotSent("refused"), SLOTS, PROMPT))
        .isInstanceOf(EngineResult.NotSent.class);
    assertThat(ComfyAnswer.result(new EngineAnswer.NoAnswer("reset"), SLOTS, PROMPT))
        .isInstanceOf(EngineResult.Unknown.class);
    byte[] begun = "{\"prompt_id\":\"a-1\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(ComfyAnswer.result(new EngineAnswer.Cut(200, Map.of(), begun, "cut"), SLOTS, PROMPT))
        .isInstanceOf(EngineResult.Unknown.class);
  }

  private static EngineResult judged(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return ComfyAnswer.result(new EngineAnswer.Complete(status, Map.of(), bytes), SLOTS, PROMPT);
  }
}
