package darkroom.engine.ark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.config.ConfigException;
import darkroom.config.ConfigReader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArkConfigTest {

  @Test
  void a_key_is_all_it_needs() {
    ArkConfig config = read(Map.of("engine.ark.key", "sesame"));

    assertThat(config.key()).isPresent();
    assertThat(config.baseUrl()).hasToString("https://ark.ap-southeast.bytepluses.com/api/v3");
    assertThat(config.models())
        .containsEntry("seedream-4.5", "seedream-4-5-251128")
        .containsEntry("seedream-4.5-edit", "seedream-4-5-251128");
    assertThat(config.toString()).doesNotContain("sesame");
  }

  @Test
  void the_chinese_surface_has_its_own_names() {
    ArkConfig config =
        read(Map.of("engine.ark.base-url", "https://ark.cn-beijing.volces.com/api/v3/"));

    assertThat(config.baseUrl()).hasToString("https://ark.cn-beijing.volces.com/api/v3");
    assertThat(config.models()).containsEntry("seedream-4.5", "doubao-seedream-4-5-251128");
  }

  @Test
  void an_endpoint_replaces_a_models_name_and_adds_others() {
    ArkConfig config = read(Map.of("engine.ark.models", "seedream-4.5 = ep-1, mine=ep-2"));

    assertThat(config.models())
        .containsEntry("seedream-4.5", "ep-1")
        .containsEntry("seedream-4.5-edit", "seedream-4-5-251128")
        .containsEntry("mine", "ep-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://ark.example",
        "ark.example",
        "https://",
        "https://me:sesame@ark.example",
        "https://ark.example/?key=sesame",
        "https://ark.example/#a",
        "https://a b"
      })
  void an_address_that_is_none_is_named_and_not_repeated(String url) {
    assertThatThrownBy(() -> read(Map.of("engine.ark.base-url", url)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("engine.ark.base-url")
        .hasMessageNotContaining("sesame");
  }

  @ParameterizedTest
  @ValueSource(strings = {"seedream-4.5", "seedream-4.5=", "seedream-4.5=a b"})
  void a_model_without_an_id_is_a_problem(String models) {
    assertThatThrownBy(() -> read(Map.of("engine.ark.models", models)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("MODEL=ID");
  }

  @Test
  void a_key_that_is_no_header_value_is_a_problem_and_not_repeated() {
    assertThatThrownBy(() -> read(Map.of("engine.ark.key", "sesame open")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("engine.ark.key")
        .hasMessageNotContaining("sesame");
  }

  private static ArkConfig read(Map<String, String> settings) {
    var reader = new ConfigReader(settings, Map.of());
    ArkConfig config = ArkConfig.read(reader);
    reader.check();
    return config;
  }
}
