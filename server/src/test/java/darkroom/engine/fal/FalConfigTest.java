package darkroom.engine.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.config.ConfigException;
import darkroom.config.ConfigReader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FalConfigTest {
  private static final String SEEDREAM = "fal-ai/bytedance/seedream/v4.5/";

  @Test
  void a_key_is_all_it_needs() {
    FalConfig config = read(Map.of("engine.fal.key", "id:sesame"));

    assertThat(config.key()).isPresent();
    assertThat(config.baseUrl()).hasToString("https://queue.fal.run");
    assertThat(config.apiUrl()).hasToString("https://api.fal.ai");
    assertThat(config.keySetUrl()).hasToString("https://rest.fal.ai/.well-known/jwks.json");
    assertThat(config.endpoint("seedream-4.5", false))
        .contains(new FalEndpoint(SEEDREAM + "text-to-image"));
    assertThat(config.endpoint("seedream-4.5", true)).contains(new FalEndpoint(SEEDREAM + "edit"));
    assertThat(config.endpoint("seedream-4.5-edit", true))
        .contains(new FalEndpoint(SEEDREAM + "edit"));
    assertThat(config.endpoint("seedream-4.5-edit", false)).isEmpty();
    assertThat(config.toString()).doesNotContain("sesame");
  }

  @Test
  void without_a_key_it_is_off() {
    assertThat(read(Map.of()).key()).isEmpty();
  }

  @Test
  void models_of_ones_own_name_their_endpoints() {
    FalConfig config =
        read(Map.of("engine.fal.models", "mine=a/b/c", "engine.fal.edit-models", "mine=a/b/d"));

    assertThat(config.endpoint("mine", false)).contains(new FalEndpoint("a/b/c"));
    assertThat(config.endpoint("mine", true)).contains(new FalEndpoint("a/b/d"));
    assertThat(new FalEndpoint("a/b/c").app()).isEqualTo("a/b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mine=one-part", "mine=a//b", "mine=../b", "mine=a/../b", "mine=a/b:c"})
  void an_endpoint_that_is_none_is_a_problem(String models) {
    assertThatThrownBy(() -> read(Map.of("engine.fal.models", models)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("engine.fal.models");
  }

  @Test
  void references_go_as_data_uris_and_no_other_way_yet() {
    assertThat(read(Map.of("engine.fal.reference-mode", "data-uri")).referenceMode())
        .isEqualTo(FalConfig.ReferenceMode.DATA_URI);
    assertThatThrownBy(() -> read(Map.of("engine.fal.reference-mode", "upload")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("data-uri");
  }

  private static FalConfig read(Map<String, String> settings) {
    var reader = new ConfigReader(settings, Map.of());
    FalConfig config = FalConfig.read(reader);
    reader.check();
    return config;
  }
}
