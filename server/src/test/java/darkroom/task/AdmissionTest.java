package darkroom.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final TaskConfig CONFIG =
      new TaskConfig(
          10,
          1_000,
          0,
          0,
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofSeconds(15),
          Duration.ofHours(24),
          Duration.ofDays(90));

  private final AtomicLong free = new AtomicLong(1_000);
  private final Admission admission = new Admission(CONFIG, free::get, 100);

  @Test
  void a_queue_is_full_at_its_depth_and_not_before() {
    admission.observed(999, SECOND);
    boolean before = admission.full().isPresent();

    admission.queued();

    assertThat(before).isFalse();
    assertThat(admission.full()).contains(Duration.ofSeconds(5));
    assertThat(admission.waiting()).isEqualTo(1_000);
  }

  @Test
  void what_a_worker_took_makes_room_at_once() {
    admission.observed(1_000, SECOND);

    admission.claimed(1);
    boolean room = admission.full().isEmpty();
    admission.claimed(5_000);

    assertThat(room).isTrue();
    assertThat(admission.waiting()).isZero();
  }

  @Test
  void a_queue_that_would_take_too_long_is_full() {
    pace(1, 500); // one a second, so 600 s are 600 tasks
    admission.observed(600, SECOND);
    boolean before = admission.full().isPresent();

    admission.queued();
    admission.queued();

    assertThat(before).isFalse();
    assertThat(admission.full()).contains(Duration.ofSeconds(10));
  }

  @Test
  void an_idle_night_does_not_make_a_queue_of_one_too_long() {
    pace(1, 500);
    for (int i = 0; i < 40_000; i++) {
      admission.observed(0, SECOND);
    }

    admission.queued();

    assertThat(admission.full()).isEmpty();
  }

  @Test
  void pictures_that_take_minutes_do_not_make_a_short_queue_too_long() {
    for (int picture = 0; picture < 5; picture++) {
      for (int i = 0; i < 119; i++) {
        admission.observed(2, SECOND);
        assertThat(admission.full()).isEmpty();
      }
      admission.ended();
      admission.observed(2, SECOND);
    }

    admission.observed(6, SECOND); // 120 s each: 12 minutes
    assertThat(admission.full()).isPresent();
  }

  @Test
  void the_pace_follows_the_last_minute() {
    pace(1, 300);
    pace(10, 300);

    admission.observed(900, SECOND); // 90 s at the new pace

    assertThat(admission.full()).isEmpty();
    assertThat(admission.retryAfter()).isBetween(SECOND, Duration.ofSeconds(2));
  }

  @Test
  void a_low_disk_is_noticed_and_forgotten() {
    assertThat(admission.diskLow()).isFalse();

    free.set(99);
    admission.observed(0, SECOND);
    boolean low = admission.diskLow();
    free.set(100);
    admission.observed(0, SECOND);

    assertThat(low).isTrue();
    assertThat(admission.diskLow()).isFalse();
    free.set(1);
    assertThat(new Admission(CONFIG, free::get, 100).diskLow()).isTrue();
  }

  @Test
  void no_room_at_all_is_too_little_even_without_a_floor() {
    free.set(0);

    boolean without = new Admission(CONFIG, free::get, 0).diskLow();
    free.set(1);

    assertThat(without).isTrue();
    assertThat(new Admission(CONFIG, free::get, 0).diskLow()).isFalse();
  }

  private void pace(int endsASecond, int seconds) {
    for (int i = 0; i < seconds; i++) {
      for (int end = 0; end < endsASecond; end++) {
        admission.ended();
      }
      admission.observed(1, SECOND);
    }
  }
}
