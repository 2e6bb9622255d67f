package darkroom.engine.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OutlineTest {

  @Test
  void a_pixel_is_covered_by_the_share_of_it_that_lies_inside() {
    Outline box = new Outline(Forms.box(1.25, 1.5, 3.5, 3));

    assertThat(coverage(box, 1, 2)).isCloseTo(0.75f, within(1e-6f));
    assertThat(coverage(box, 2, 2)).isCloseTo(1f, within(1e-6f));
    assertThat(coverage(box, 3, 2)).isCloseTo(0.5f, within(1e-6f));
    assertThat(coverage(box, 2, 1)).isCloseTo(0.5f, within(1e-6f));
    assertThat(coverage(box, 4, 2)).isCloseTo(0f, within(1e-6f));
    assertThat(coverage(box, 2, 3)).isCloseTo(0f, within(1e-6f));
  }

  @Test
  void all_pixels_of_a_disc_add_up_to_its_area() {
    Outline disc = new Outline(Forms.disc(10.3, 9.6, 7.2));
    double sum = 0;

    for (int i = 0; i < 400; i++) {
      sum += coverage(disc, i % 20, i / 20);
    }

    assertThat(sum).isCloseTo(Math.PI * 7.2 * 7.2, within(1.0));
  }

  @Test
  void what_sticks_out_on_the_left_still_covers_the_rest() {
    Outline wide = new Outline(Forms.polygon(-50, -50, 200, 10, -50, 60));

    assertThat(coverage(wide, 0, 5)).isCloseTo(1f, within(1e-6f));
  }

  private static float coverage(Outline outline, int x, int y) {
    Rect box = new Rect(0, 0, 20, 20);
    float[] area = new float[22 * 20];
    outline.accumulate(box, area);
    float covered = 0;
    for (int i = 0; i <= x; i++) {
      covered += area[y * 22 + i];
    }
    return Math.abs(covered);
  }
}
