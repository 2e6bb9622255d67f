package darkroom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.config.ConfigException;
import darkroom.config.ConfigReader;
import darkroom.engine.EngineTraits.Cost;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineLimitsTest {
  private static final EngineLimits USUAL = new EngineLimits(4, 0, 0, 1, BigDecimal.ZERO);

  private final ConfigReader reader =
      new ConfigReader(Map.of("engine.x.extra-attempts", "2"), Map.of());

  @Test
  void on_a_bill_what_failed_is_tried_once_more_at_most() {
    EngineLimits.read(reader, "engine.x", Cost.MONEY, USUAL);

    assertThatThrownBy(reader::check)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "engine.x.extra-attempts: 2 (expected: at most 1, as its pictures cost money)");
  }

  @Test
  void on_a_machine_of_ones_own_it_may_be_tried_more_often() {
    EngineLimits limits = EngineLimits.read(reader, "engine.x", Cost.LOCAL, USUAL);

    reader.check();
    assertThat(limits.extraAttempts()).isEqualTo(2);
  }
}
