package darkroom.engine.poyo;

import darkroom.config.Secret;
import darkroom.engine.EngineCallback;
import darkroom.engine.upstream.UpstreamJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/**
 * Reads a callback. Its signature covers the task's id and the time and <em>not the body</em>, so
 * nothing but that id is taken from it. The recipe is second-hand for PoYo and first-hand for a
 * Darkroom. Thread-safe.
 */
final class PoyoCallback {
  private static final Duration MOST_OFF = Duration.ofMinutes(5);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private final Optional<Secret> key;

  /**
   * @param key the {@code webhook_hmac_key}; without one every callback to the secret address
   *     counts
   */
  PoyoCallback(Optional<Secret> key) {
    this.key = key;
  }

  /** The id of the task that it is about; empty when its signature does not hold. */
  Optional<String> taskId(EngineCallback callback) {
    return UpstreamJson.object(callback.body())
        .flatMap(PoyoCallback::named)
        .filter(id -> key.isEmpty() || isSigned(id, key.get(), callback));
  }

  /** At top level or under {@code data}; two different ones are none. */
  private static Optional<String> named(JsonNode body) {
    Optional<String> top = PoyoAnswer.taskId(body);
    Optional<String> inner = PoyoAnswer.taskId(body.path("data"));
    return top.isPresent() && inner.isPresent() && !top.equals(inner)
        ? Optional.empty()
        : top.or(() -> inner);
  }

  private static boolean isSigned(String id, Secret key, EngineCallback callback) {
    String timestamp = callback.headers().getOrDefault("x-webhook-timestamp", "");
    String signature = callback.headers().getOrDefault("x-webhook-signature", "");
    if (!SECONDS.matcher(timestamp).matches()) {
      return false;
    }
    Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
    boolean fresh = Duration.between(at, callback.now()).abs().compareTo(MOST_OFF) <= 0;
    byte[] expected = mac(key, id + "." + timestamp).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8)) && fresh;
  }

  private static String mac(Secret key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
