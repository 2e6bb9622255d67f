package darkroom.engine.builtin.theme;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SketchTest {

  @ParameterizedTest
  @CsvSource({"0, 10, 0", "10, -1, 0", "4096, 4097, 0", "65536, 65536, 0", "10, 10, -1"})
  void refuses_what_cannot_be_painted(int width, int height, int shot) {
    assertThatThrownBy(() -> new Sketch("sea", width, height, shot, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }
}
