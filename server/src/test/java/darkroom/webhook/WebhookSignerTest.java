package darkroom.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import darkroom.config.Secret;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WebhookSignerTest {
  private static final String NEW_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String OLD_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";
  private static final String ID = "msg_0123456789ABCDEFGHIJkl";
  private static final byte[] BODY = "{\"code\":200,\"task_id\":\"t1\"}".getBytes(UTF_8);

  private final WebhookSigner signer = new WebhookSigner(true);

  @Test
  void the_standard_vector_is_met() {
    byte[] body = "{\"type\":\"task.finished\",\"data\":{\"task_id\":\"t1\"}}".getBytes(UTF_8);

    Map<String, String> headers =
        signer.headers(
            keys(NEW_SECRET), "msg_test0001", "t1", Instant.ofEpochSecond(1_700_000_000), body);

    assertThat(headers)
        .containsEntry("webhook-id", "msg_test0001")
        .containsEntry("webhook-timestamp", "1700000000")
        .containsEntry("webhook-signature", "v1,5emNEdiZs0d1PUUVg3hiOEYFRjnftIF7lzCsV2UyVVU=");
  }

  @Test
  void the_poyo_vector_is_met() {
    Map<String, String> headers =
        signer.headers(
            keys(NEW_SECRET), ID, "TASK1234ABCD5678", Instant.ofEpochSecond(1_783_680_000), BODY);

    assertThat(headers)
        .containsEntry("X-Webhook-Timestamp", "1783680000")
        .containsEntry("X-Webhook-Signature", "LEfpkX+vfBF0620TOPlY/AXww4BE9B3tc9END58YoMk=");
  }

  @Test
  void poyos_headers_can_be_left_out() {
    Map<String, String> headers =
        new WebhookSigner(false).headers(keys(NEW_SECRET), ID, "t1", Instant.EPOCH, BODY);

    assertThat(headers).containsOnlyKeys("webhook-id", "webhook-timestamp", "webhook-signature");
  }

  @Test
  void poyos_signature_does_not_cover_the_body_which_is_its_known_weakness() {
    Map<String, String> one = signer.headers(keys(NEW_SECRET), ID, "t1", Instant.EPOCH, BODY);
    Map<String, String> other =
        signer.headers(keys(NEW_SECRET), ID, "t1", Instant.EPOCH, "{}".getBytes(UTF_8));

    assertThat(other.get("X-Webhook-Signature")).isEqualTo(one.get("X-Webhook-Signature"));
    assertThat(other.get("webhook-signature")).isNotEqualTo(one.get("webhook-signature"));
  }

  @Test
  void an_independent_verifier_accepts_ours() {
    Map<String, String> headers = signer.headers(keys(NEW_SECRET), ID, "t1", Instant.now(), BODY);

    assertThatCode(() -> verify(NEW_SECRET, headers, BODY)).doesNotThrowAnyException();
  }

  @Test
  void no_flipped_bit_of_the_body_is_accepted() {
    Map<String, String> headers = signer.headers(keys(NEW_SECRET), ID, "t1", Instant.now(), BODY);

    for (int bit = 0; bit < BODY.length * 8; bit++) {
      byte[] forged = flip(BODY, bit);
      assertThatThrownBy(() -> verify(NEW_SECRET, headers, forged))
          .as("bit %d", bit)
          .isInstanceOf(WebhookVerificationException.class);
    }
  }

  @Test
  void no_flipped_bit_of_id_or_timestamp_is_accepted() {
    Map<String, String> headers = signer.headers(keys(NEW_SECRET), ID, "t1", Instant.now(), BODY);

    for (String name : List.of("webhook-id", "webhook-timestamp")) {
      byte[] value = headers.getOrDefault(name, "").getBytes(UTF_8);
      for (int bit = 0; bit < value.length * 8; bit++) {
        Map<String, String> forged = new HashMap<>(headers);
        forged.put(name, new String(flip(value, bit), UTF_8));
        assertThatThrownBy(() -> verify(NEW_SECRET, forged, BODY))
            .as("%s, bit %d", name, bit)
            .isInstanceOf(WebhookVerificationException.class);
      }
    }
  }

  @Test
  void during_rotation_a_receiver_with_either_secret_accepts() {
    Map<String, String> headers =
        signer.headers(keys(NEW_SECRET, OLD_SECRET), ID, "t1", Instant.now(), BODY);

    assertThat(headers.getOrDefault("webhook-signature", "").split(" ", -1)).hasSize(2);
    assertThatCode(() -> verify(OLD_SECRET, headers, BODY)).doesNotThrowAnyException();
    assertThatCode(() -> verify(NEW_SECRET, headers, BODY)).doesNotThrowAnyException();
  }

  @Test
  void a_retry_keeps_its_id_and_gets_a_new_timestamp() {
    Map<String, String> first =
        signer.headers(keys(NEW_SECRET), ID, "t1", Instant.ofEpochSecond(1_700_000_000), BODY);
    Map<String, String> second =
        signer.headers(keys(NEW_SECRET), ID, "t1", Instant.ofEpochSecond(1_700_000_005), BODY);

    assertThat(second.get("webhook-id")).isEqualTo(first.get("webhook-id"));
    assertThat(second)
        .containsEntry("webhook-timestamp", "1700000005")
        .containsEntry("X-Webhook-Timestamp", "1700000005");
    assertThat(second.get("webhook-signature")).isNotEqualTo(first.get("webhook-signature"));
  }

  private static WebhookKeys keys(String... secrets) {
    return new WebhookKeys(
        new Secret("test_webhook_secret"), List.of(secrets).stream().map(Secret::new).toList());
  }

  private static byte[] flip(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << (bit % 8));
    return flipped;
  }

  private static void verify(String secret, Map<String, String> headers, byte[] body)
      throws Exception {
    Map<String, List<String>> lists =
        headers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
    new Webhook(secret).verify(new String(body, UTF_8), lists);
  }
}
