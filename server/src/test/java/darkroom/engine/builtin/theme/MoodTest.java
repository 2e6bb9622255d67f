package darkroom.engine.builtin.theme;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.builtin.colour.Palette;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MoodTest {

  @ParameterizedTest
  @EnumSource(Mood.class)
  void runs_from_dark_to_light_and_type_stands_out_on_paper(Mood mood) {
    Palette palette = mood.palette;

    assertThat(palette.deep().lightness()).isLessThan(palette.dark().lightness());
    assertThat(palette.dark().lightness()).isLessThan(palette.mid().lightness());
    assertThat(palette.mid().lightness()).isLessThan(palette.soft().lightness());
    assertThat(palette.soft().lightness()).isLessThan(palette.light().lightness());
    assertThat(palette.paper().lightness() - palette.ink().lightness()).isGreaterThan(0.65);
  }
}
