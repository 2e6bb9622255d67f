package darkroom.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackVerifierTest {
  private static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String OTHER = "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";
  private static final long SENT = 1_700_000_000;
  private static final byte[] BODY =
      "{\"type\":\"task.finished\",\"data\":{\"task_id\":\"t1\"}}".getBytes(UTF_8);
  private static final Map<String, String> VECTOR =
      Map.of(
          "webhook-id", "msg_test0001",
          "webhook-timestamp", "1700000000",
          "webhook-signature", "v1,5emNEdiZs0d1PUUVg3hiOEYFRjnftIF7lzCsV2UyVVU=");

  private final CallbackVerifier verifier = at(SENT, SECRET);

  @Test
  void the_standard_vector_is_accepted() {
    assertThatCode(() -> verifier.verify(VECTOR::get, BODY)).doesNotThrowAnyException();
  }

  @Test
  void what_an_independent_signer_signs_is_accepted() throws Exception {
    String body = "{\"prompt\":\"Ein Leuchtturm im Nebel – 灯台\"}";
    Map<String, String> headers =
        with("webhook-signature", new Webhook(OTHER).sign("msg_test0001", SENT, body));

    assertThatCode(() -> at(SENT, OTHER).verify(headers::get, body.getBytes(UTF_8)))
        .doesNotThrowAnyException();
  }

  @Test
  void no_flipped_bit_of_the_body_is_accepted() {
    for (int bit = 0; bit < BODY.length * 8; bit++) {
      byte[] forged = BODY.clone();
      forged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatExceptionOfType(CallbackRejectedException.class)
          .as("bit %d", bit)
          .isThrownBy(() -> verifier.verify(VECTOR::get, forged));
    }
  }

  @Test
  void neither_id_nor_timestamp_can_be_changed() {
    assertRejected(verifier, with("webhook-id", "msg_test0002"), "by none of the secrets");
    assertRejected(verifier, with("webhook-timestamp", "1700000001"), "by none of the secrets");
  }

  @ParameterizedTest
  @ValueSource(longs = {SENT - 300, SENT, SENT + 300})
  void five_minutes_either_way_are_tolerated(long now) {
    assertThatCode(() -> at(now, SECRET).verify(VECTOR::get, BODY)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(longs = {SENT - 301, SENT + 301, 0})
  void more_than_five_minutes_are_not(long now) {
    assertRejected(at(now, SECRET), VECTOR, "within 300 s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1700000000", "1700000000.0", " 1700000000", "1e9", "9999999999999", "x"})
  void a_malformed_timestamp_is_rejected(String timestamp) {
    assertRejected(verifier, with("webhook-timestamp", timestamp), "malformed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
  void every_header_is_required(String name) {
    Map<String, String> headers = new HashMap<>(VECTOR);
    headers.remove(name);

    assertRejected(verifier, headers, name + ": missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5emNEdiZs0d1PUUVg3hiOEYFRjnftIF7lzCsV2UyVVU=",
        "v1a,5emNEdiZs0d1PUUVg3hiOEYFRjnftIF7lzCsV2UyVVU=",
        "v1,",
        "v1,5emNEdiZs0d1PUUVg3hiOEYFRjnftIF7lzCsV2UyVVU",
        ","
      })
  void a_signature_of_another_form_is_rejected(String signature) {
    assertRejected(verifier, with("webhook-signature", signature), "by none of the secrets");
  }

  @Test
  void during_rotation_either_secret_and_any_of_several_signatures_will_do() {
    String good = VECTOR.getOrDefault("webhook-signature", "");
    Map<String, String> several = with("webhook-signature", "v1a,xyz v1,bm90IHRoaXMgb25l " + good);

    assertThatCode(() -> verifier.verify(several::get, BODY)).doesNotThrowAnyException();
    assertThatCode(() -> at(SENT, OTHER, SECRET).verify(VECTOR::get, BODY))
        .doesNotThrowAnyException();
    assertRejected(at(SENT, OTHER), VECTOR, "by none of the secrets");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "whsec_", "whsec_AAEC", "whsec_!!!", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"})
  void a_secret_that_is_none_is_refused_and_not_repeated(String secret) {
    assertThatThrownBy(() -> at(SENT, secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("secrets: malformed (expected: whsec_ and base64 of 24 to 64 bytes)")
        .hasNoCause();
    assertThatThrownBy(() -> at(SENT)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_poyo_vector_is_accepted_whatever_the_body() throws Exception {
    CallbackVerifier then = at(1_783_680_000, SECRET);

    then.verifyPoyo(poyo()::get, "test_webhook_secret", "TASK1234ABCD5678");

    assertThatThrownBy(() -> then.verifyPoyo(poyo()::get, "test_webhook_secret", "TASK0000"))
        .isInstanceOf(CallbackRejectedException.class);
    assertThatThrownBy(() -> then.verifyPoyo(poyo()::get, "another", "TASK1234ABCD5678"))
        .isInstanceOf(CallbackRejectedException.class);
    assertThatThrownBy(
            () -> verifier.verifyPoyo(poyo()::get, "test_webhook_secret", "TASK1234ABCD5678"))
        .isInstanceOf(CallbackRejectedException.class)
        .hasMessageContaining("within 300 s");
  }

  private static Map<String, String> poyo() {
    return Map.of(
        "x-webhook-timestamp", "1783680000",
        "x-webhook-signature", "LEfpkX+vfBF0620TOPlY/AXww4BE9B3tc9END58YoMk=");
  }

  private static CallbackVerifier at(long now, String... secrets) {
    return new CallbackVerifier(List.of(secrets), InstantSource.fixed(Instant.ofEpochSecond(now)));
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> headers = new HashMap<>(VECTOR);
    headers.put(name, value);
    return headers;
  }

  private static void assertRejected(
      CallbackVerifier verifier, Map<String, String> headers, String why) {
    assertThatExceptionOfType(CallbackRejectedException.class)
        .isThrownBy(() -> verifier.verify(headers::get, BODY))
        .satisfies(e -> assertThat(e).hasMessageContaining(why));
  }
}
