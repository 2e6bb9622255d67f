package darkroom.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.config.ConfigException;
import darkroom.config.ConfigReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookConfigTest {

  @Test
  void defaults_are_those_of_the_contract() {
    WebhookConfig config = WebhookConfig.read(new ConfigReader(Map.of(), Map.of()));

    assertThat(config.schedule()).hasSize(10);
    assertThat(config.tryTimeout()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.maxAnswer()).isEqualTo(65_536);
    assertThat(config.poyoSignature()).isTrue();
    assertThat(config.perHost()).isEqualTo(4);
    assertThat(config.concurrency()).isEqualTo(64);
    assertThat(config.shape()).isEqualTo(CallbackShape.HYBRID);
  }

  @Test
  void every_key_can_be_set() {
    var reader =
        new ConfigReader(
            Map.of(
                "webhook.schedule", "0s,10s , 1h30m",
                "webhook.try-timeout", "5s",
                "webhook.max-answer", "1KiB",
                "webhook.poyo-signature", "false",
                "webhook.per-host", "1",
                "webhook.per-host-per-second", "7",
                "webhook.concurrency", "2",
                "webhook.shape", "unwrapped"),
            Map.of());

    WebhookConfig config = WebhookConfig.read(reader);

    reader.check();
    assertThat(config)
        .isEqualTo(
            new WebhookConfig(
                List.of(Duration.ZERO, Duration.ofSeconds(10), Duration.ofMinutes(90)),
                Duration.ofSeconds(5),
                1024,
                false,
                1,
                7,
                2,
                CallbackShape.UNWRAPPED,
                false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "5",
        "-5s",
        "25h",
        "0s,,5s",
        "0s,0s,0s,0s,0s,0s,0s,0s,0s,0s,0s,0s,0s,0s,0s,0s,0s,0s,0s,0s,0s"
      })
  void a_schedule_nobody_can_mean_is_a_problem(String text) {
    var reader = new ConfigReader(Map.of("webhook.schedule", text), Map.of());

    WebhookConfig.read(reader);

    assertThatThrownBy(reader::check)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("webhook.schedule")
        .hasMessageContaining("1 to 20 waits of 0s to 24h");
  }

  @Test
  void a_first_wait_that_nobody_would_keep_is_a_problem() {
    var reader = new ConfigReader(Map.of("webhook.schedule", "5s, 5m"), Map.of());

    WebhookConfig.read(reader);

    assertThatThrownBy(reader::check)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "webhook.schedule: '5s, 5m' (expected: 0s as the first wait, because the first try is"
                + " made at once)");
  }
}
