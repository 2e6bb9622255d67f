package darkroom.engine.builtin.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {

  private static final Faces FACES =
      new Faces(Face.bundled("EBGaramond-Regular.otf"), new MachineFaces(List.<Path>of(), 0));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sea",
        "A quiet harbour in the first light of a winter morning",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
      })
  void stays_inside_its_box(String text) {
    Setting set = Setting.fitting(text, FACES, 400, 150, 60, 12);

    Rectangle2D drawn = set.at(0, 0).getBounds2D();

    assertThat(drawn.getWidth()).isBetween(20.0, 404.0);
    assertThat(drawn.getMinY()).isGreaterThan(-15);
    assertThat(drawn.getMaxY()).isLessThan(156);
  }

  @Test
  void short_titles_are_set_large() {
    assertThat(Setting.fitting("Sea", FACES, 400, 150, 60, 12).size()).isEqualTo(60);
  }

  @Test
  void no_last_word_stands_alone() {
    Setting set = Setting.fitting("one two three four five six seven", FACES, 330, 500, 30, 12);

    assertThat(set.lines()).hasSize(2);
    assertThat(set.lines().getLast().width()).isGreaterThan(set.lines().getFirst().width() * 0.6);
  }

  @Test
  void what_finds_no_room_is_cut_with_an_ellipsis() {
    Setting set = Setting.fitting("word ".repeat(400).strip(), FACES, 300, 60, 40, 14);

    int ellipsis = FACES.own().glyph('…');
    assertThat(set.lines().getLast().glyphs().getLast().glyph().id()).isEqualTo(ellipsis);
    assertThat(set.height()).isLessThan(70);
  }

  @Test
  void characters_that_no_face_has_are_left_out() {
    assertThat(Setting.fitting("山山山", FACES, 300, 60, 40, 14).isEmpty()).isTrue();
  }
}
