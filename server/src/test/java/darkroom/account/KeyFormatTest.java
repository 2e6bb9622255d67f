package darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFormatTest {
  private static final String RANDOM = "0123456789ABCDEFGHIJabcdefghij";
  private static final String LIVE = "sk-0123456789ABCDEFGHIJabcdefghij2i4Bwd";
  private static final String TEST = "sk-test-0123456789ABCDEFGHIJabcdefghij3XMB1J";
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  @Test
  void the_published_vectors_hold() {
    assertThat(KeyFormat.create(ApiKey.Mode.LIVE, length -> RANDOM)).isEqualTo(LIVE);
    assertThat(KeyFormat.create(ApiKey.Mode.TEST, length -> RANDOM)).isEqualTo(TEST);
    assertThat(KeyFormat.isWellFormed(LIVE)).isTrue();
    assertThat(KeyFormat.isWellFormed(TEST)).isTrue();
  }

  @Test
  void every_wrong_character_is_noticed() {
    for (String key : List.of(LIVE, TEST)) {
      for (int at = 0; at < key.length(); at++) {
        for (int other = 0; other < ALPHABET.length(); other++) {
          String typo = key.substring(0, at) + ALPHABET.charAt(other) + key.substring(at + 1);
          assertThat(KeyFormat.isWellFormed(typo)).as(typo).isEqualTo(typo.equals(key));
        }
      }
    }
  }

  @Test
  void two_characters_in_the_wrong_order_are_noticed() {
    for (int at = 3; at + 1 < LIVE.length(); at++) {
      String typo =
          LIVE.substring(0, at) + LIVE.charAt(at + 1) + LIVE.charAt(at) + LIVE.substring(at + 2);

      assertThat(KeyFormat.isWellFormed(typo)).as(typo).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sk-",
        "sk-test-",
        "sk-0123456789ABCDEFGHIJabcdefghij2i4Bw",
        "sk-0123456789ABCDEFGHIJabcdefghij2i4Bwdx",
        " sk-0123456789ABCDEFGHIJabcdefghij2i4Bwd",
        "sk-0123456789ABCDEFGHIJabcdefghij2i4Bwd\n",
        "SK-0123456789ABCDEFGHIJabcdefghij2i4Bwd",
        "sk-test-0123456789ABCDEFGHIJabcdefghij2i4Bwd",
        "sk-0123456789ABCDEFGHIJabcdefghi\u00ef2i4Bwd",
        "sk-0123456789ABCDEFGHIJabcdefghi\u06602i4Bwd"
      })
  void anything_of_another_form_is_no_key(String text) {
    assertThat(KeyFormat.isWellFormed(text)).isFalse();
  }

  @Test
  void a_mask_shows_ends_and_no_more() {
    assertThat(KeyFormat.mask(LIVE)).isEqualTo("sk-0123…4Bwd");
    assertThat(KeyFormat.mask(TEST)).isEqualTo("sk-test-0123…MB1J");
  }
}
