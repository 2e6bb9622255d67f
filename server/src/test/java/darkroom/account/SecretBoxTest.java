package darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.config.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretBoxTest {
  private static final Secret PLAIN = new Secret("whsec_geheim-\u00e4\u00f6\u00fc");

  private final SecretBox box = new SecretBox(new Secret("master"), new SecureRandom());

  @Test
  void what_was_sealed_opens_again() {
    String sealed = box.seal(PLAIN, "acc_1");

    assertThat(box.open(sealed, "acc_1")).isEqualTo(PLAIN);
    assertThat(sealed).doesNotContain("geheim");
  }

  @Test
  void another_process_with_the_same_master_opens_it() {
    String sealed = box.seal(PLAIN, "acc_1");

    var other = new SecretBox(new Secret("master"), new SecureRandom());

    assertThat(other.open(sealed, "acc_1")).isEqualTo(PLAIN);
  }

  @Test
  void a_wrong_master_is_refused_by_name() {
    String sealed = box.seal(PLAIN, "acc_1");
    var other = new SecretBox(new Secret("another master"), new SecureRandom());

    assertThatThrownBy(() -> other.open(sealed, "acc_1"))
        .isInstanceOf(SecretKeyMismatch.class)
        .hasMessageContaining("DARKROOM_SECRET_KEY");
  }

  @Test
  void a_secret_moved_to_another_account_does_not_open() {
    String sealed = box.seal(PLAIN, "acc_1");

    assertThatThrownBy(() -> box.open(sealed, "acc_2")).isInstanceOf(SecretKeyMismatch.class);
  }

  @Test
  void no_two_seals_are_alike() {
    assertThat(box.seal(PLAIN, "acc_1")).isNotEqualTo(box.seal(PLAIN, "acc_1"));
  }

  @Test
  void one_changed_bit_anywhere_is_noticed() {
    byte[] sealed = Base64.getDecoder().decode(box.seal(PLAIN, "acc_1"));
    for (int at = 0; at < sealed.length; at++) {
      byte[] changed = sealed.clone();
      changed[at] ^= 1;
      String text = Base64.getEncoder().encodeToString(changed);

      assertThatThrownBy(() -> box.open(text, "acc_1"))
          .as("byte %s", at)
          .isInstanceOf(SecretKeyMismatch.class);
    }
  }
}
