package darkroom.verify.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WelchTest {
  @Test
  void samples_of_one_kind_lie_close() {
    var random = new Random(1);

    double t = Welch.t(sample(random, 1_000, 10_000), sample(random, 1_000, 10_000));

    assertThat(Math.abs(t)).isLessThan(4.5);
  }

  @Test
  void a_shift_far_below_the_noise_is_found_with_enough_samples() {
    var random = new Random(1);

    double t = Welch.t(sample(random, 1_020, 50_000), sample(random, 1_000, 50_000));

    assertThat(t).isGreaterThan(4.5);
  }

  @Test
  void an_early_exit_in_a_comparison_is_found() throws Exception {
    var random = new Random(1);
    String key = KeyTexts.unknown(random);
    var pools = new String[3][16];
    for (int i = 0; i < 16; i++) {
      pools[0][i] = KeyTexts.unknown(random);
      pools[1][i] = KeyTexts.unknown(random);
      pools[2][i] = KeyTexts.nearMiss(key, random);
    }

    Timings timings = Timings.measure(pools, 5_000, random, text -> compare(key, text));

    assertThat(timings.maxT()).isGreaterThan(4.5);
  }

  /** Slow for each character that is right, so that the machine's noise does not matter here. */
  private static void compare(String key, String text) {
    long end = System.nanoTime();
    for (int i = 0; i < key.length() && key.charAt(i) == text.charAt(i); i++) {
      end += 2_000;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
  }

  private static Welch sample(Random random, double mean, int size) {
    var sample = new Welch();
    for (int i = 0; i < size; i++) {
      sample.add(mean + 200 * random.nextGaussian());
    }
    return sample;
  }
}
