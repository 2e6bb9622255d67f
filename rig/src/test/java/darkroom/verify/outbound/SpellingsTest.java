package darkroom.verify.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpellingsTest {

  @Test
  void an_address_has_more_spellings_than_the_threat_table_asks_for() {
    assertThat(Spellings.of("127.0.0.1"))
        .hasSizeGreaterThanOrEqualTo(372)
        .contains(
            "2130706433", "0x7f.1", "127.1", "127.1.", "[::ffff:127.0.0.1]", "127%2e0%2e0%2e1")
        .doesNotContain("127.0.0.1");
  }

  @Test
  void the_targets_are_as_many_as_the_run_promises() {
    assertThat(Targets.inside()).hasSizeGreaterThanOrEqualTo(350).contains("7f000000", "a9fe8000");
    assertThat(Targets.outside()).hasSizeGreaterThanOrEqualTo(50);
  }
}
