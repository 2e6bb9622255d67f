package darkroom.verify.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import darkroom.client.CallbackRejectedException;
import darkroom.client.CallbackVerifier;
import java.net.http.HttpHeaders;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Three readings of the Standard Webhooks scheme that share no code: its authors' library, our
 * client, and the few lines below, written from the specification. Thread-safe.
 */
final class Verifiers {
  private final String secret;
  private final Webhook library;
  private final CallbackVerifier client;

  Verifiers(String secret) {
    this.secret = secret;
    try {
      library = new Webhook(secret);
    } catch (EmptyWebhookSecretException e) {
      throw new IllegalArgumentException(e);
    }
    client = new CallbackVerifier(List.of(secret), InstantSource.system());
  }

  /** How many of the three accept. */
  int accepting(Map<String, String> headers, byte[] body) {
    return (byLibrary(headers, body) ? 1 : 0)
        + (byClient(headers, body) ? 1 : 0)
        + (byHand(headers, body) ? 1 : 0);
  }

  /** How many accept it with one bit turned over, in the id, the time and the body in turn. */
  int acceptingForged(Callback callback, Random random) {
    int wrong = 0;
    for (String name : List.of("webhook-id", "webhook-timestamp")) {
      var forged = new HashMap<>(callback.headers());
      forged.put(name, new String(flipped(callback.header(name).getBytes(UTF_8), random), UTF_8));
      wrong += accepting(forged, callback.body());
    }
    return wrong + accepting(callback.headers(), flipped(callback.body(), random));
  }

  private boolean byLibrary(Map<String, String> headers, byte[] body) {
    var lists = new HashMap<String, List<String>>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    try {
      library.verify(new String(body, UTF_8), HttpHeaders.of(lists, (name, value) -> true));
      return true;
    } catch (WebhookVerificationException | RuntimeException refused) {
      return false;
    }
  }

  private boolean byClient(Map<String, String> headers, byte[] body) {
    try {
      client.verify(headers::get, body);
      return true;
    } catch (CallbackRejectedException refused) {
      return false;
    }
  }

  private boolean byHand(Map<String, String> headers, byte[] body) {
    String start = headers.get("webhook-id") + "." + headers.get("webhook-timestamp") + ".";
    byte[] signed =
        Arrays.copyOf(start.getBytes(UTF_8), start.getBytes(UTF_8).length + body.length);
    System.arraycopy(body, 0, signed, signed.length - body.length, body.length);
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    String expected = "v1," + hmac(key, signed);
    long seconds;
    try {
      seconds = Long.parseLong(headers.get("webhook-timestamp"));
    } catch (NumberFormatException malformed) {
      return false;
    }
    return Math.abs(System.currentTimeMillis() / 1000 - seconds) <= 300
        && List.of(headers.getOrDefault("webhook-signature", "").split(" ", -1)).contains(expected);
  }

  /** PoYo's header, which covers the task's id and the time, and nothing of the body. */
  static boolean isByPoyo(Map<String, String> headers, String hmacKey, String taskId) {
    String signed = taskId + "." + headers.get("x-webhook-timestamp");
    return hmac(hmacKey.getBytes(UTF_8), signed.getBytes(UTF_8))
        .equals(headers.get("x-webhook-signature"));
  }

  /** The published vectors of both schemes hold. */
  static boolean vectorsHold() {
    byte[] key = Base64.getDecoder().decode("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    String signed =
        "msg_test0001.1700000000.{\"type\":\"task.finished\",\"data\":{\"task_id\":\"t1\"}}";
    return hmac(key, signed.getBytes(UTF_8)).equals("5emNEdiZs0d1PUUVg3hiOEYFRjnftIF7lzCsV2UyVVU=")
        && isByPoyo(
            Map.of(
                "x-webhook-timestamp", "1783680000",
                "x-webhook-signature", "LEfpkX+vfBF0620TOPlY/AXww4BE9B3tc9END58YoMk="),
            "test_webhook_secret",
            "TASK1234ABCD5678");
  }

  private static byte[] flipped(byte[] bytes, Random random) {
    byte[] copy = bytes.clone();
    int bit = random.nextInt(copy.length * 8);
    copy[bit / 8] ^= (byte) (1 << bit % 8);
    return copy;
  }

  private static String hmac(byte[] key, byte[] signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
