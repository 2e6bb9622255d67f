package darkroom.engine.builtin.paint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class OutlineTest {

  @Test
  void a_pixel_is_covered_by_the_share_of_it_that_lies_inside() {
    Outline box = outline(new Rectangle2D.Double(1.25, 1.5, 2.25, 1.5));

    assertThat(coverage(box, 1, 2)).isCloseTo(0.75f, within(1e-6f));
    assertThat(coverage(box, 2, 2)).isCloseTo(1f, within(1e-6f));
    assertThat(coverage(box, 3, 2)).isCloseTo(0.5f, within(1e-6f));
    assertThat(coverage(box, 2, 1)).isCloseTo(0.5f, within(1e-6f));
    assertThat(coverage(box, 4, 2)).isCloseTo(0f, within(1e-6f));
    assertThat(coverage(box, 2, 3)).isCloseTo(0f, within(1e-6f));
  }

  @Test
  void all_pixels_of_a_disc_add_up_to_its_area() {
    Outline disc = outline(new Ellipse2D.Double(10.3 - 7.2, 9.6 - 7.2, 14.4, 14.4));
    double sum = 0;

    for (int i = 0; i < 400; i++) {
      sum += coverage(disc, i % 20, i / 20);
    }

    assertThat(sum).isCloseTo(Math.PI * 7.2 * 7.2, within(1.0));
  }

  @Test
  void what_sticks_out_on_the_left_still_covers_the_rest() {
    Path2D triangle = new Path2D.Double();
    triangle.moveTo(-50, -50);
    triangle.lineTo(200, 10);
    triangle.lineTo(-50, 60);
    triangle.closePath();
    Outline wide = outline(triangle);

    assertThat(coverage(wide, 0, 5)).isCloseTo(1f, within(1e-6f));
  }

  private static Outline outline(Shape shape) {
    return new Outline(new Path2D.Double(shape));
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
