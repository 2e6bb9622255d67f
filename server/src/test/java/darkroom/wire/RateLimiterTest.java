package darkroom.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private Instant now = Instant.parse("2026-11-23T10:30:00Z");

  @Test
  void a_burst_is_granted_and_then_the_rate_alone() {
    var limiter = new RateLimiter(2, 3, () -> now);
    for (int i = 0; i < 3; i++) {
      assertThat(limiter.take("a")).isEmpty();
    }

    assertThat(limiter.take("a")).contains(Duration.ofMillis(500));
    now = now.plusMillis(250);
    assertThat(limiter.take("a")).contains(Duration.ofMillis(250));
    now = now.plusMillis(250);
    assertThat(limiter.take("a")).isEmpty();
    assertThat(limiter.take("a")).isPresent();
  }

  @Test
  void a_refusal_costs_nothing() {
    var limiter = new RateLimiter(1, 1, () -> now);
    limiter.take("a");
    for (int i = 0; i < 10; i++) {
      assertThat(limiter.take("a")).contains(Duration.ofSeconds(1));
    }
    now = now.plusSeconds(1);

    assertThat(limiter.take("a")).isEmpty();
  }

  @Test
  void nobody_saves_up_more_than_the_burst() {
    var limiter = new RateLimiter(1, 2, () -> now);
    limiter.take("a");
    now = now.plus(Duration.ofDays(30));

    assertThat(limiter.take("a")).isEmpty();
    assertThat(limiter.take("a")).isEmpty();
    assertThat(limiter.take("a")).isPresent();
  }

  @Test
  void a_clock_that_is_set_back_takes_nothing_away() {
    var limiter = new RateLimiter(1, 2, () -> now);
    limiter.take("a");
    now = now.minus(Duration.ofHours(1));

    assertThat(limiter.take("a")).isEmpty();
    assertThat(limiter.take("a")).contains(Duration.ofSeconds(1));
    now = now.plusSeconds(1);
    assertThat(limiter.take("a")).isEmpty();
  }

  @Test
  void names_do_not_share() {
    var limiter = new RateLimiter(1, 1, () -> now);
    limiter.take("a");

    assertThat(limiter.take("a")).isPresent();
    assertThat(limiter.take("b")).isEmpty();
  }

  @Test
  void only_the_name_unused_longest_is_forgotten() {
    var limiter = new RateLimiter(1, 1, () -> now);
    limiter.take("old");
    limiter.take("busy");
    for (int i = 0; i < 9_999; i++) {
      limiter.take("name " + i);
      limiter.take("busy");
    }

    assertThat(limiter.take("busy")).isPresent();
    assertThat(limiter.take("old")).isEmpty();
  }
}
