package darkroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostPaceTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void a_host_that_used_up_its_second_has_no_place_left() {
    var pace = new HostPace(4, 6);
    begin(pace, 6, NOON);

    assertThat(pace.taken(Map.of(), NOON.plusMillis(999))).containsEntry("a", 4);
    assertThat(pace.taken(Map.of(), NOON.plusMillis(1000))).isEmpty();
  }

  @Test
  void what_is_left_of_a_second_limits_the_places() {
    var pace = new HostPace(4, 6);
    begin(pace, 5, NOON);

    assertThat(pace.taken(Map.of("a", 1, "b", 2), NOON)).isEqualTo(Map.of("a", 3, "b", 2));
    assertThat(pace.taken(Map.of("a", 4), NOON)).containsEntry("a", 4);
  }

  @Test
  void a_pace_below_the_places_counts_from_the_first_claim() {
    assertThat(new HostPace(4, 1).most()).isEqualTo(1);
    assertThat(new HostPace(4, 50).most()).isEqualTo(4);
  }

  @Test
  void it_says_when_a_host_may_be_tried_again() {
    var pace = new HostPace(4, 2);
    begin(pace, 1, NOON);
    assertThat(pace.untilFree(NOON)).isEmpty();
    begin(pace, 1, NOON.plusMillis(300));

    assertThat(pace.untilFree(NOON.plusMillis(400))).contains(Duration.ofMillis(601));
  }

  @Test
  void a_clock_that_is_set_back_blocks_nobody() {
    var pace = new HostPace(4, 2);
    begin(pace, 2, NOON);

    assertThat(pace.taken(Map.of(), NOON.minusSeconds(3600))).isEmpty();
  }

  private static void begin(HostPace pace, int tries, Instant at) {
    for (int i = 0; i < tries; i++) {
      pace.begun("a", at);
    }
  }
}
