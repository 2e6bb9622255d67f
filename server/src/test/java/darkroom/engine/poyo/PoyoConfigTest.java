package darkroom.engine.poyo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoyoConfigTest {

  @Test
  void a_key_is_all_it_needs() {
    PoyoConfig config = PoyoBench.config(Map.of("engine.poyo.key", "sesame"));

    assertThat(config.key()).isPresent();
    assertThat(config.baseUrl()).hasToString("https://api.poyo.ai");
    assertThat(config.models())
        .containsEntry("seedream-4.5", "seedream-4.5")
        .containsEntry("seedream-4.5-edit", "seedream-4.5-edit");
    assertThat(config.limits().resends()).isZero();
    assertThat(config.limits().pictureCost()).isEqualTo(new BigDecimal("0.025"));
    assertThat(config.resend()).isFalse();
    assertThat(config.toString()).doesNotContain("sesame");
  }

  @Test
  void another_darkroom_stands_behind_an_address_of_its_own() {
    PoyoConfig config =
        PoyoBench.config(
            Map.of(
                "engine.poyo.base-url", "http://10.0.0.5:8080/",
                "engine.poyo.models", "mine = theirs",
                "engine.poyo.webhook-key", "simsalabim",
                "engine.poyo.resend-with-same-key", "true",
                "engine.poyo.resend-after", "2m"));

    assertThat(config.baseUrl()).hasToString("http://10.0.0.5:8080");
    assertThat(config.models()).containsEntry("mine", "theirs");
    assertThat(config.resend()).isTrue();
    assertThat(config.resendAfter()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.toString()).doesNotContain("simsalabim");
  }
}
