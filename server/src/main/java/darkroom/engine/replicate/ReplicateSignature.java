package darkroom.engine.replicate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature on Replicate's callbacks, of the form of Standard Webhooks: HMAC-SHA256 over {@code
 * id.timestamp.body}. Stateless.
 */
final class ReplicateSignature {
  private static final String PREFIX = "whsec_";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private ReplicateSignature() {}

  /** The bytes to sign with; empty when the text is no secret of this form. */
  static Optional<SecretKeySpec> key(String secret) {
    if (!secret.startsWith(PREFIX) || secret.length() == PREFIX.length()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
      return Optional.of(new SecretKeySpec(bytes, "HmacSHA256"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the signature holds and was made within 300 s of now.
   *
   * @param headers names in lower case
   */
  static boolean holds(SecretKeySpec key, Map<String, String> headers, byte[] body, Instant now) {
    String id = headers.getOrDefault("webhook-id", "");
    String timestamp = headers.getOrDefault("webhook-timestamp", "");
    if (id.isEmpty() || !isFresh(timestamp, now)) {
      return false;
    }
    byte[] right = mac(key, (id + "." + timestamp + ".").getBytes(UTF_8), body);
    boolean holds = false;
    // several, while a secret is being changed
    for (String given : headers.getOrDefault("webhook-signature", "").split(" ", -1)) {
      holds |= MessageDigest.isEqual(given.getBytes(UTF_8), right);
    }
    return holds;
  }

  private static boolean isFresh(String timestamp, Instant now) {
    return SECONDS.matcher(timestamp).matches()
        && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                .abs()
                .compareTo(TOLERANCE)
            <= 0;
  }

  private static byte[] mac(SecretKeySpec key, byte[] start, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(start);
      mac.update(body);
      return ("v1," + Base64.getEncoder().encodeToString(mac.doFinal())).getBytes(UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
