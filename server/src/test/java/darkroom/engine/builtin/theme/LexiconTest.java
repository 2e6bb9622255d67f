package darkroom.engine.builtin.theme;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexiconTest {

  @ParameterizedTest
  @CsvSource({
    "Two CATS on a roof in Tokyo, CAT",
    "peonies, FLOWERS",
    "the Alps, MOUNTAINS",
    "夜の海, SEA",
    "Лес зимой, FOREST",
    "a map of the sea, MAP"
  })
  void words_name_a_subject(String prompt, Subject subject) {
    assertThat(Lexicon.subject(prompt)).contains(subject);
  }

  @Test
  void the_first_word_of_light_sets_the_mood() {
    assertThat(Lexicon.mood("a city at night in winter")).contains(Mood.NIGHT);
    assertThat(Lexicon.mood("a table")).isEmpty();
  }

  @Test
  void unknown_words_still_name_no_subject() {
    assertThat(Lexicon.subject("catalogue of seating")).isEmpty();
  }
}
