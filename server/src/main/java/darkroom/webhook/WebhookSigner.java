package darkroom.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs one try of a delivery under two schemes: Standard Webhooks, which covers the whole body,
 * and PoYo's, which covers only task id and time and is there for receivers written for PoYo. Pure
 * and thread-safe.
 */
public final class WebhookSigner {
  private final boolean poyoSignature;

  /** Leaves PoYo's two headers out when {@code poyoSignature} is false. */
  public WebhookSigner(boolean poyoSignature) {
    this.poyoSignature = poyoSignature;
  }

  /**
   * The signature headers of one try.
   *
   * @param deliveryId the same on every try and replay; without a dot, which parts the signed
   *     fields
   * @param at time of this try; receivers refuse one more than 300 s off
   * @param body the very bytes that are sent
   */
  public Map<String, String> headers(
      WebhookKeys keys, String deliveryId, String taskId, Instant at, byte[] body) {
    String timestamp = Long.toString(at.getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    if (poyoSignature) {
      headers.put("X-Webhook-Timestamp", timestamp);
      headers.put("X-Webhook-Signature", poyo(keys, taskId, timestamp));
    }
    headers.put("webhook-id", deliveryId);
    headers.put("webhook-timestamp", timestamp);
    headers.put("webhook-signature", standard(keys, deliveryId, timestamp, body));
    return Collections.unmodifiableMap(headers);
  }

  private static String poyo(WebhookKeys keys, String taskId, String timestamp) {
    byte[] signed = (taskId + "." + timestamp).getBytes(UTF_8);
    return hmac(keys.hmacKey().value().getBytes(UTF_8), signed);
  }

  private static String standard(WebhookKeys keys, String id, String timestamp, byte[] body) {
    byte[] start = (id + "." + timestamp + ".").getBytes(UTF_8);
    return keys.standardKeys().stream()
        .map(key -> "v1," + hmac(key, start, body))
        .collect(Collectors.joining(" "));
  }

  private static String hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return Base64.getEncoder().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
