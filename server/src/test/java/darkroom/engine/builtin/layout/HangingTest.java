package darkroom.engine.builtin.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import darkroom.engine.builtin.paint.Rect;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HangingTest {

  @ParameterizedTest
  @CsvSource({"900, 600, 1", "900, 600, 4", "2000, 125, 7", "125, 2000, 10", "700, 700, 10"})
  void pictures_hang_in_shape_inside_the_wall_and_apart(int width, int height, int many) {
    Rect wall = new Rect(10, 20, 10 + width, 20 + height);
    List<Double> shapes = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      shapes.add(0.5 + i % 4 * 0.5);
    }

    List<Rect> places = Hanging.of(wall, 6, shapes);

    assertThat(places).hasSize(many);
    for (int i = 0; i < many; i++) {
      Rect place = places.get(i);
      assertThat(place.meet(wall)).isEqualTo(place);
      assertThat(place.isEmpty()).isFalse();
      assertThat((double) place.width()).isCloseTo(shapes.get(i) * place.height(), within(3.0));
      for (int j = 0; j < i; j++) {
        assertThat(place.meet(places.get(j)).isEmpty()).isTrue();
      }
    }
  }
}
