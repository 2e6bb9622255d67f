package darkroom.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TallyTest {
  @Test
  void bad_counts_and_bounds_are_judged_always_volumes_and_paces_in_the_full_form_alone() {
    Tally tally =
        new Tally()
            .bad("lost")
            .bad("stuck", 2)
            .atMost("p99_ms", 251, 250)
            .exactly("clean", 7, 7)
            .volume("accepted", 10, 20)
            .pace("poll_ms", 300, 250)
            .fact("seed", 3);

    assertThat(tally.faults(false))
        .containsExactly("stuck: 2 (expected: 0)", "p99_ms: 251 (expected: at most 250)");
    assertThat(tally.faults(true))
        .contains("accepted: 10 (expected: at least 20)", "poll_ms: 300 (expected: at most 250)");
  }

  @Test
  void a_count_adds_up_and_shows_even_while_it_is_zero() {
    Tally tally = new Tally().bad("lost", "stuck").bad("stuck", 1).bad("stuck", 2);

    assertThat(tally.line()).isEqualTo("lost=0 stuck=3");
    assertThat(tally.json(new JsonMapper(), "kill9", false))
        .isEqualTo("{\"run\":\"kill9\",\"clean\":false,\"lost\":0,\"stuck\":3}");
  }
}
