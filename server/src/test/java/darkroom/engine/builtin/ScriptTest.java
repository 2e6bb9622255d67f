package darkroom.engine.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

  @Test
  void a_plain_prompt_asks_for_nothing_and_stays_as_it_is() {
    Script script = Script.parse("  two  blanks\n[one] ");

    assertThat(script.prompt()).isEqualTo("  two  blanks\n[one] ");
    assertThat(script.fail()).isFalse();
    assertThat(script.moderated()).isFalse();
    assertThat(script.never()).isFalse();
    assertThat(script.slow()).isZero();
    assertThat(script.partial()).isEmpty();
  }

  @Test
  void every_word_is_read_and_taken_out() {
    Script script =
        Script.parse("a [[fail]]cat[[SLOW 5s]] in [[ partial 2 ]] space [[moderated]][[never]]");

    assertThat(script.prompt()).isEqualTo("a cat in space");
    assertThat(script.fail()).isTrue();
    assertThat(script.moderated()).isTrue();
    assertThat(script.never()).isTrue();
    assertThat(script.slow()).isEqualTo(Duration.ofSeconds(5));
    assertThat(script.partial()).hasValue(2);
  }

  @ParameterizedTest
  @CsvSource({
    "[[slow 250ms]], 250",
    "[[slow 0s]], 0",
    "[[slow 600s]], 600000",
    "[[slow 601s]], 600000",
    "[[slow 99999999999999999999s]], 600000",
    "[[slow 000000000000000000001s]], 1000",
    "[[slow 5s]] [[slow 1s]], 1000"
  })
  void waiting_is_capped_at_ten_minutes(String prompt, long milliseconds) {
    assertThat(Script.parse(prompt).slow()).isEqualTo(Duration.ofMillis(milliseconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[dance]]",
        "[[slow]]",
        "[[slow 5]]",
        "[[slow -5s]]",
        "[[partial]]",
        "[[fail",
        "[fail]",
        "fail"
      })
  void what_is_no_script_word_stays_as_text(String prompt) {
    Script script = Script.parse(prompt);

    assertThat(script.prompt()).isEqualTo(prompt);
    assertThat(script.fail()).isFalse();
    assertThat(script.slow()).isZero();
  }

  @Test
  void dollar_signs_and_backslashes_survive() {
    assertThat(Script.parse("$1 \\ [[fail]] $2").prompt()).isEqualTo("$1 \\ $2");
  }
}
