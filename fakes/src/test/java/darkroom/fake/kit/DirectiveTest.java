package darkroom.fake.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectiveTest {
  @Test
  void the_first_one_of_a_prompt_counts() {
    assertThat(Directive.in("a fox [[429 2 date]] and [[never]]"))
        .contains(new Directive("429", List.of("2", "date")));
    assertThat(Directive.in("a fox [in] [brackets]")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slow 300              | Slow[by=PT0.3S]",
        "trickle               | Trickle[pause=PT0.2S]",
        "trickle 5             | Trickle[pause=PT0.005S]",
        "headers-then-stall    | HeadersThenStall[]",
        "never                 | Never[]",
        "drop-before-read      | DropBeforeRead[]",
        "drop-after-read       | DropAfterRead[]",
        "rst-after-read        | RstAfterRead[]",
        "cut 40                | Cut[bytes=40]",
        "http 502              | Http[status=502]",
        "fail Nope             | Fail[status=OptionalInt.empty, code=Nope, message=]",
        "fail 400 Nope two words | Fail[status=OptionalInt[400], code=Nope, message=two words]",
        "html 502              | Html[status=502]",
        "429 2 a_b             | Busy[times=2, retryAfter=a b]",
        "429 2                 | Busy[times=2, retryAfter=none]",
        "partial 1/3           | Partial[good=1, of=3]",
        "count 2               | Count[pictures=2]",
        "moderated 1           | Moderated[index=1]",
        "preview 3000000       | Preview[letters=3000000]",
        "image html-once       | BadImage[kind=HTML_ONCE]",
        "url busy              | BadUrl[kind=BUSY]",
        "image wrongtype       | BadImage[kind=WRONGTYPE]",
        "size 64x48            | OtherSize[pixels=64x48]",
        "url 404               | BadUrl[kind=GONE]",
        "url redirect-private  | BadUrl[kind=REDIRECT_PRIVATE]",
        "json huge             | BadJson[kind=HUGE]",
        "late 70000            | Late[after=PT1M10S]",
        "stuck                 | Stuck[]",
        "lost-job              | LostJob[]",
        "progress-back         | ProgressBack[]",
        "restart               | Restart[]",
        "hook badsig           | Hook[kind=BADSIG]",
        "history delayed 900   | History[kind=DELAYED, delay=PT0.9S]",
        "history double        | History[kind=DOUBLE, delay=PT0S]",
      })
  void every_word_has_its_meaning(String text, String meaning) {
    assertThat(MisfortuneReader.read(Directive.of(text))).hasToString(meaning);
    assertThat(MisfortuneReader.read(Directive.of("[[" + text + "]]"))).hasToString(meaning);
  }

  @ParameterizedTest
  @ValueSource(strings = {"slwo 300", "slow", "slow x", "image pretty", "partial 3", "size 2x", ""})
  void a_word_that_means_nothing_is_told(String text) {
    assertThatThrownBy(() -> MisfortuneReader.read(Directive.of(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_busy_prompt_is_busy_so_often_and_a_script_goes_first() {
    var fates = new Fates(new Faults());
    fates.script(Directive.of("never"), 2);

    assertThat(fates.next("[[429 1]] a")).isInstanceOf(Misfortune.Never.class);
    assertThat(fates.next("[[429 1]] a")).isInstanceOf(Misfortune.Never.class);
    assertThat(fates.next("[[429 1]] a")).isInstanceOf(Misfortune.Busy.class);
    assertThat(fates.next("[[429 1]] a")).isEqualTo(Misfortune.NONE);
    assertThat(fates.next("[[429 1]] b")).isInstanceOf(Misfortune.Busy.class);
  }

  @Test
  void an_unreadable_directive_of_a_prompt_is_a_fault() {
    var faults = new Faults();

    assertThat(new Fates(faults).next("[[slwo 300]]")).isEqualTo(Misfortune.NONE);

    assertThat(faults.list()).singleElement().asString().contains("slwo 300");
  }
}
