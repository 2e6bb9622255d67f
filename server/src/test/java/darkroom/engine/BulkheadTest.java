package darkroom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class BulkheadTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final Bulkhead bulkhead = of(2, 0);

  @Test
  void a_fresh_one_is_open() {
    assertThat(bulkhead.admit(NOW)).isEmpty();
  }

  @Test
  void there_is_room_for_one_waiter_a_place_less_who_is_there_or_coming() throws Exception {
    Bulkhead.Place place = bulkhead.enter();

    int beside = bulkhead.room(NOW, 0);
    int withOneComing = bulkhead.room(NOW, 1);
    int withManyComing = bulkhead.room(NOW, 9);
    place.close();

    assertThat(beside).isEqualTo(3);
    assertThat(withOneComing).isEqualTo(2);
    assertThat(withManyComing).isZero();
    assertThat(bulkhead.room(NOW, 0)).isEqualTo(4);
  }

  @Test
  void there_is_no_more_room_than_pictures_of_this_minute() {
    Bulkhead slow = of(10, 20);

    assertThat(slow.room(NOW, 0)).isEqualTo(2);
    assertThat(slow.room(NOW, 1)).isEqualTo(1);

    slow.admit(NOW);
    slow.admit(NOW);
    assertThat(slow.room(NOW, 0)).isZero();
  }

  @Test
  void an_engine_on_trial_has_room_for_one() {
    fail(NOW, 5);
    assertThat(bulkhead.room(NOW, 0)).isZero();

    Instant later = NOW.plusSeconds(5);
    assertThat(bulkhead.room(later, 0)).isEqualTo(1);
    assertThat(bulkhead.room(later, 1)).isZero();
    bulkhead.well();
    assertThat(bulkhead.room(later, 0)).isEqualTo(4);
  }

  @Test
  void a_switched_off_one_is_closed_until_it_is_switched_on() {
    bulkhead.switchTo(EngineMode.DRAINING);
    assertThat(cause(NOW)).isEqualTo(Bulkhead.Cause.SWITCHED_OFF);

    bulkhead.switchTo(EngineMode.ENABLED);
    assertThat(bulkhead.closed(NOW)).isEmpty();
  }

  @Test
  void five_failures_in_a_row_close_it_and_one_call_tries_again() {
    fail(NOW, 4);
    bulkhead.well();
    fail(NOW, 4);
    assertThat(bulkhead.closed(NOW)).isEmpty();

    fail(NOW, 1);

    assertThat(cause(NOW)).isEqualTo(Bulkhead.Cause.FAILING);
    Instant later = NOW.plusSeconds(5);
    assertThat(bulkhead.admit(later)).isEmpty();
    assertThat(bulkhead.admit(later)).isPresent();
    bulkhead.well();
    assertThat(bulkhead.admit(later)).isEmpty();
  }

  @Test
  void each_failed_try_makes_the_next_pause_longer_up_to_a_minute() {
    fail(NOW, 5);
    var pauses = new ArrayList<Long>();
    Instant now = NOW;
    for (int i = 0; i < 6; i++) {
      Instant until = bulkhead.closed(now).orElseThrow().until();
      pauses.add(Duration.between(now, until).toSeconds());
      now = until;
      assertThat(bulkhead.admit(now)).isEmpty();
      bulkhead.failed(now);
    }

    assertThat(pauses).isEqualTo(List.of(5L, 10L, 20L, 40L, 60L, 60L));
  }

  @Test
  void calls_that_fail_after_it_closed_do_not_make_the_pause_longer() {
    fail(NOW, 20);

    assertThat(bulkhead.closed(NOW).orElseThrow().until()).isEqualTo(NOW.plusSeconds(10));
  }

  @Test
  void a_broken_account_closes_it_at_once_and_says_so() {
    bulkhead.refusedAccount(NOW);

    assertThat(cause(NOW)).isEqualTo(Bulkhead.Cause.ACCOUNT);
    assertThat(bulkhead.admit(NOW.plusSeconds(61))).isEmpty();
    bulkhead.well();
    assertThat(bulkhead.closed(NOW.plusSeconds(61))).isEmpty();
  }

  @Test
  void a_clock_that_is_set_back_keeps_it_closed_no_longer_than_it_ever_is() {
    fail(NOW, 5);
    Bulkhead broken = of(2, 0);
    broken.refusedAccount(NOW);
    Bulkhead busy = of(2, 0);
    busy.busy(NOW, inARow -> Duration.ofSeconds(90));
    Instant before = NOW.minus(Duration.ofDays(1));

    assertThat(bulkhead.closed(before).orElseThrow().until()).isEqualTo(before.plusSeconds(60));
    assertThat(broken.closed(before).orElseThrow().until()).isEqualTo(before.plusSeconds(60));
    assertThat(busy.closed(before).orElseThrow().until()).isEqualTo(before.plusSeconds(90));
    assertThat(bulkhead.admit(before.plusSeconds(60))).isEmpty();
    assertThat(busy.admit(before.plusSeconds(90))).isEmpty();
  }

  @Test
  void a_call_that_may_begin_is_counted_though_others_fail_meanwhile() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      Bulkhead limited = of(2, 10);
      for (int failures = 0; failures < 4; failures++) {
        limited.failed(NOW);
      }
      var together = new CyclicBarrier(2);
      Thread other =
          Thread.startVirtualThread(() -> {
            meet(together);
            limited.failed(NOW);
          });
      meet(together);
      boolean began = limited.admit(NOW).isEmpty();
      other.join();
      limited.well();

      assertThat(limited.closed(NOW).isPresent()).as("counted").isEqualTo(began);
    }
  }

  @Test
  void many_refusals_of_one_moment_count_as_one() {
    var streaks = new ArrayList<Integer>();
    for (int i = 0; i < 3; i++) {
      bulkhead.busy(
          NOW,
          inARow -> {
            streaks.add(inARow);
            return Duration.ofSeconds(10);
          });
    }
    bulkhead.busy(
        NOW.plusSeconds(10),
        inARow -> {
          streaks.add(inARow);
          return Duration.ofSeconds(20);
        });

    assertThat(streaks).containsExactly(1, 1, 1, 2);
    Instant then = NOW.plusSeconds(10);
    assertThat(bulkhead.closed(then).orElseThrow().until()).isEqualTo(then.plusSeconds(20));
    assertThat(cause(then)).isEqualTo(Bulkhead.Cause.PAUSED);
  }

  @Test
  void no_minute_sees_more_pictures_than_allowed() {
    Bulkhead limited = of(1_000, 30);
    var begun = new ArrayList<Instant>();
    for (Instant now = NOW; now.isBefore(NOW.plusSeconds(300)); now = now.plusMillis(100)) {
      while (limited.admit(now).isEmpty()) {
        begun.add(now);
      }
    }

    for (Instant start : begun) {
      assertThat(begun)
          .filteredOn(at -> !at.isBefore(start) && at.isBefore(start.plusSeconds(60)))
          .hasSizeLessThanOrEqualTo(30);
    }
    assertThat(begun).hasSizeGreaterThan(130);
  }

  @Test
  void places_are_as_many_as_set_and_come_back() throws InterruptedException {
    Bulkhead.Place one = bulkhead.enter();
    Bulkhead.Place two = bulkhead.enter();
    assertThat(bulkhead.inFlight()).isEqualTo(2);

    one.close();
    two.close();

    assertThat(bulkhead.inFlight()).isZero();
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private Bulkhead.Cause cause(Instant now) {
    return bulkhead.closed(now).orElseThrow().cause();
  }

  private void fail(Instant now, int times) {
    for (int i = 0; i < times; i++) {
      bulkhead.failed(now);
    }
  }

  private static Bulkhead of(int concurrency, int perMinute) {
    return new Bulkhead(new EngineLimits(concurrency, perMinute, 0, 0, BigDecimal.ZERO));
  }
}
