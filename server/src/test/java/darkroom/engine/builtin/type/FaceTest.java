package darkroom.engine.builtin.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceTest {

  @ParameterizedTest
  @ValueSource(strings = {"EBGaramond-Regular.otf", "InterDisplay-Medium.otf"})
  void covers_latin_greek_and_cyrillic(String file) {
    Face face = Face.bundled(file);

    "AzÄßéñøŁščžőğ ΑΩαωάή АЯазжщґєї “”‘’–—…·№€"
        .codePoints()
        .forEach(point -> assertThat(face.glyph(point)).as(Character.toString(point)).isPositive());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EBGaramond-Regular.otf", "InterDisplay-Medium.otf"})
  void glyphs_stand_upright_on_the_baseline(String file) {
    Face face = Face.bundled(file);

    Rectangle2D capital = face.outline(face.glyph('H')).getBounds2D();

    assertThat(capital.getMinY()).isBetween(-0.8, -0.6);
    assertThat(capital.getMaxY()).isBetween(-0.02, 0.02);
    assertThat(face.advance(face.glyph('H'))).isGreaterThan(capital.getWidth());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EBGaramond-Regular.otf", "InterDisplay-Medium.otf"})
  void slanted_pairs_are_drawn_together(String file) {
    Face face = Face.bundled(file);

    assertThat(face.kern(face.glyph('A'), face.glyph('V'))).isBetween(-0.2, -0.02);
    assertThat(face.kern(face.glyph('n'), face.glyph('n'))).isZero();
  }
}
