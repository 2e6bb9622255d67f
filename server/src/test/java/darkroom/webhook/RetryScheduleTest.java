package darkroom.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.config.ConfigReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private static final List<Duration> WAITS =
      WebhookConfig.read(new ConfigReader(Map.of(), Map.of())).schedule();

  @Test
  void ten_tries_span_75_hours_35_minutes_and_5_seconds() {
    var schedule = new RetrySchedule(WAITS, always(0));

    assertThat(total(schedule)).isEqualTo(Duration.parse("PT75H35M5S"));
    assertThat(schedule.waitBefore(1)).contains(Duration.ZERO);
    assertThat(schedule.waitBefore(2)).contains(Duration.ofSeconds(5));
    assertThat(schedule.waitBefore(10)).contains(Duration.ofHours(24));
  }

  @Test
  void after_the_last_try_there_is_no_other() {
    assertThat(new RetrySchedule(WAITS, always(0)).waitBefore(11)).isEmpty();
  }

  @Test
  void jitter_only_ever_adds_and_at_most_a_tenth() {
    var schedule = new RetrySchedule(WAITS, always(0.999_999));

    for (int attempt = 1; attempt <= WAITS.size(); attempt++) {
      Duration plain = WAITS.get(attempt - 1);
      assertThat(schedule.waitBefore(attempt).orElseThrow())
          .isBetween(plain, plain.plus(plain.dividedBy(10)));
    }
    assertThat(schedule.waitBefore(1)).contains(Duration.ZERO);
    assertThat(schedule.waitBefore(2)).contains(Duration.ofMillis(5_499));
  }

  @Test
  void tries_count_from_one() {
    assertThatThrownBy(() -> new RetrySchedule(WAITS, always(0)).waitBefore(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Duration total(RetrySchedule schedule) {
    return IntStream.iterate(1, n -> schedule.waitBefore(n).isPresent(), n -> n + 1)
        .mapToObj(schedule::waitBefore)
        .map(Optional::orElseThrow)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static RandomGenerator always(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException();
      }

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }
}
