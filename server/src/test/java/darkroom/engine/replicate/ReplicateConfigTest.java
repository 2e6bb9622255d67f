package darkroom.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.config.ConfigException;
import darkroom.config.ConfigReader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicateConfigTest {

  @Test
  void a_key_is_all_it_needs() {
    ReplicateConfig config = read(Map.of("engine.replicate.key", "sesame"));

    assertThat(config.key()).isPresent();
    assertThat(config.baseUrl()).hasToString("https://api.replicate.com/v1");
    assertThat(config.models())
        .containsEntry("seedream-4.5", "bytedance/seedream-4.5")
        .containsEntry("seedream-4.5-edit", "bytedance/seedream-4.5");
    assertThat(config.deadline().isZero()).isTrue();
    assertThat(config.safetySwitch()).isFalse();
    assertThat(config.limits().extraAttempts()).isZero();
    assertThat(config.toString()).doesNotContain("sesame");
  }

  @Test
  void without_a_key_there_is_none() {
    assertThat(read(Map.of()).key()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mine=seedream", "mine=a/b/c", "mine=a b", "mine="})
  void a_model_is_an_owner_and_a_name(String models) {
    assertThatThrownBy(() -> read(Map.of("engine.replicate.models", models)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("engine.replicate.models");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sesame", "whsec_", "whsec_a b", "whsec_=="})
  void a_secret_that_is_none_is_a_problem_and_not_repeated(String secret) {
    assertThatThrownBy(() -> read(Map.of("engine.replicate.webhook-secret", secret)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("engine.replicate.webhook-secret")
        .hasMessageNotContaining("sesame");
  }

  private static ReplicateConfig read(Map<String, String> settings) {
    var reader = new ConfigReader(settings, Map.of());
    ReplicateConfig config = ReplicateConfig.read(reader);
    reader.check();
    return config;
  }
}
