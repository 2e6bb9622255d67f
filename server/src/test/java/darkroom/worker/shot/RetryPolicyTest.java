package darkroom.worker.shot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private static final RandomGenerator NO_JITTER = () -> 0L;

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "3, 4000", "6, 32000", "7, 60000", "1000000, 60000"})
  void waits_double_up_to_the_cap(int tries, long millis) {
    var policy = new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(1), NO_JITTER);

    assertThat(policy.waitAfter(tries)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({", 1", "0, 1", "3, 3", "300, 300", "301, 300", "1000000000, 300"})
  void an_asked_wait_counts_up_to_five_minutes(@Nullable Long asked, long seconds) {
    var policy = new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(1), NO_JITTER);

    Duration wait = policy.waitAfter(1, Optional.ofNullable(asked).map(Duration::ofSeconds));

    assertThat(wait).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void jitter_only_ever_adds_and_at_most_a_fifth() {
    var policy = new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(3));

    for (int i = 0; i < 1_000; i++) {
      assertThat(policy.waitAfter(1)).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_200));
    }
    assertThat(policy.waitAfter(1)).isNotEqualTo(policy.waitAfter(1));
  }
}
