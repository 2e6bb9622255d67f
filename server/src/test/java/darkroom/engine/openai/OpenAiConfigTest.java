package darkroom.engine.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.config.ConfigException;
import darkroom.config.ConfigReader;
import darkroom.engine.EngineTraits.Cost;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.SizePolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiConfigTest {

  @Test
  void a_key_is_all_it_needs() {
    OpenAiConfig config = read(Map.of("engine.openai.key", "sesame"));

    assertThat(config.isOn()).isTrue();
    assertThat(config.baseUrl()).hasToString("https://api.openai.com/v1");
    assertThat(config.models()).containsEntry("seedream-4.5", "gpt-image-2");
    assertThat(config.sizes().policy()).isEqualTo(SizePolicy.EXACT);
    assertThat(config.limits().resends()).isZero();
    assertThat(config.toString()).doesNotContain("sesame");
  }

  @ParameterizedTest
  @CsvSource({
    "localai, http://127.0.0.1:8080/v1",
    "sd-server, http://127.0.0.1:1234/v1",
    "vllm-omni, http://127.0.0.1:8000/v1",
    "sglang, http://127.0.0.1:30000/v1",
  })
  void a_server_of_ones_own_needs_its_address_alone(String profile, String usual) {
    assertThat(read(Map.of("engine.openai.profile", profile)).isOn()).isFalse();

    OpenAiConfig config =
        read(
            Map.of(
                "engine.openai.profile", profile, "engine.openai.base-url", "http://gpu:9000/v1/"));

    assertThat(config.isOn()).isTrue();
    assertThat(config.key()).isEmpty();
    assertThat(config.baseUrl()).hasToString("http://gpu:9000/v1");
    assertThat(config.sizes().policy()).isEqualTo(SizePolicy.RESAMPLE);
    assertThat(config.limits().resends()).isEqualTo(1);
    assertThat(read(Map.of("engine.openai.profile", profile)).baseUrl()).hasToString(usual);
  }

  @Test
  void each_switch_can_be_set_apart_from_the_profile() {
    OpenAiConfig config =
        read(
            Map.of(
                "engine.openai.profile", "vllm-omni",
                "engine.openai.size-style", "wh",
                "engine.openai.response-mode", "both",
                "engine.openai.edit-style", "multipart-image-array",
                "engine.openai.error-style", "object",
                "engine.openai.n-style", "single",
                "engine.openai.prompt-extras", "tag",
                "engine.openai.cost", "money"));

    assertThat(config.switches())
        .isEqualTo(
            new OpenAiSwitches(
                SizeStyle.WH,
                ResponseMode.BOTH,
                EditStyle.MULTIPART_IMAGE_ARRAY,
                ErrorStyle.OBJECT,
                NStyle.SINGLE,
                PromptExtras.TAG,
                Cost.MONEY));
    assertThat(config.sizes().policy()).isEqualTo(SizePolicy.EXACT);
    assertThat(config.limits().resends()).isZero();
  }

  @Test
  void error_codes_are_a_matter_of_settings() {
    OpenAiConfig config =
        read(Map.of("engine.openai.error-codes", "a_b=content-policy, c = failed"));

    assertThat(config.errorCodes())
        .isEqualTo(Map.of("a_b", Refusal.CONTENT_POLICY, "c", Refusal.FAILED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "engine.openai.profile|dalle",
        "engine.openai.size-style|pixels",
        "engine.openai.edit-style|json",
        "engine.openai.cost|free",
        "engine.openai.size-policy|resample",
        "engine.openai.size-policy|nearest",
        "engine.openai.sizes|1024",
        "engine.openai.sizes|2K",
        "engine.openai.error-codes|a",
        "engine.openai.error-codes|a=bad",
        "engine.openai.extra-args|[]",
        "engine.openai.extra-args|{\"steps\":9}",
        "engine.openai.models|seedream-4.5",
        "engine.openai.base-url|https://me:sesame@gateway.example/v1",
      })
  void a_mistake_is_named_and_no_secret_repeated(String key, String value) {
    assertThatThrownBy(() -> read(Map.of("engine.openai.key", "k", key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageNotContaining("sesame");
  }

  @Test
  void a_vendor_without_a_key_is_a_mistake() {
    assertThatThrownBy(() -> read(Map.of("engine.openai.base-url", "http://127.0.0.1:1234/v1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("engine.openai.key");
  }

  @Test
  void what_darkroom_sets_is_not_set_by_the_operator() {
    assertThatThrownBy(() ->
            read(
                Map.of(
                    "engine.openai.profile", "sglang",
                    "engine.openai.extra-args", "{\"n\":4}")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'n'");
  }

  private static OpenAiConfig read(Map<String, String> settings) {
    var reader = new ConfigReader(settings, Map.of());
    OpenAiConfig config = OpenAiConfig.read(reader);
    reader.check();
    return config;
  }
}
