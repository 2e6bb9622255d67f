package darkroom.engine.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.catalog.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanvasTest {

  @ParameterizedTest
  @CsvSource({
    // within the native pixels: rounded up to the step and no more
    "16, 16777216, 2048x2048, 2048x2048",
    "16, 16777216, 1921x1919, 1936x1920",
    "64, 16777216, 1921x1919, 1984x1920",
    "1, 16777216, 1921x1919, 1921x1919",
    // above them: smaller in proportion, then rounded up
    "16, 1048576, 2048x2048, 1024x1024",
    "16, 1048576, 4096x4096, 1024x1024",
    "16, 1048576, 2848x1600, 1376x768",
    "64, 1048576, 2848x1600, 1408x768",
    "16, 1048576, 16384x1024, 4096x256",
    "16, 65536, 16x65536, 16x16384",
  })
  void sides_are_multiples_and_about_the_native_pixels(
      int step, int most, String wanted, String asked) {
    var canvas = new Canvas(step, most);

    assertThat(canvas.of((Size.Pixels) Size.ofWire(wanted)).wire()).isEqualTo(asked);
  }
}
