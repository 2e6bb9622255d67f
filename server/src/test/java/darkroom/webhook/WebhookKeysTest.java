package darkroom.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.config.Secret;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookKeysTest {

  @ParameterizedTest
  @ValueSource(ints = {24, 32, 64})
  void secrets_of_24_to_64_bytes_are_taken(int bytes) {
    assertThat(keys(secret(bytes)).standardKeys()).singleElement().isEqualTo(new byte[bytes]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 23, 65})
  void other_lengths_are_refused(int bytes) {
    assertThatThrownBy(() -> keys(secret(bytes))).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "whsec_",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "whsk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "whsec_!!!!AwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
      })
  void other_forms_are_refused_without_repeating_them(String text) {
    assertThatThrownBy(() -> keys(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("standardSecrets: malformed (expected: whsec_ and base64 of 24 to 64 bytes)")
        .hasNoCause();
  }

  @Test
  void an_empty_set_signs_nothing_and_is_refused() {
    assertThatThrownBy(() -> keys()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WebhookKeys(new Secret(""), List.of(new Secret(secret(24)))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String secret(int bytes) {
    return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
  }

  private static WebhookKeys keys(String... secrets) {
    return new WebhookKeys(new Secret("hmac"), List.of(secrets).stream().map(Secret::new).toList());
  }
}
