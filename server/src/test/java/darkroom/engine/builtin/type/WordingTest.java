package darkroom.engine.builtin.type;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

  @ParameterizedTest
  @CsvSource({
    "'a  b\tc', a b c",
    "'fox 🦊, snow', 'fox, snow'",
    "'e\u0301t\u0301', 'ét'",
    "'night שלום sea', 'night sea'",
    "'\ud800x\udc00', x",
    "'№ 5 — 100 % ©', '№ 5 — 100 % ©'",
    "' \u0000 ', ''"
  })
  void keeps_what_can_be_set(String prompt, String line) {
    assertThat(Wording.of(prompt)).isEqualTo(line);
  }

  @Test
  void long_text_ends_in_an_ellipsis_between_words() {
    String line = Wording.of("seven letters ".repeat(200));

    assertThat(line).endsWith("letters…").hasSizeBetween(200, 282);
  }

  @Test
  void no_pair_of_surrogates_is_torn() {
    String line = Wording.of("\ud840\udc00".repeat(3000));

    assertThat(line.codePoints().filter(point -> point >= 0xd800 && point < 0xe000)).isEmpty();
  }
}
