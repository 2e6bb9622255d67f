package darkroom.engine.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeedTest {

  @Test
  void seeds_differ_and_fit_into_31_bits() {
    long one = Seed.of("0123456789abcdefghij");

    assertThat(one).isBetween(0L, (1L << 31) - 1);
    assertThat(Seed.of("0123456789abcdefghij")).isEqualTo(one);
    assertThat(Seed.of("0123456789abcdefghik")).isNotEqualTo(one);
  }
}
