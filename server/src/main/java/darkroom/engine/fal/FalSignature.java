package darkroom.engine.fal;

import darkroom.engine.EngineCallback;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The signature of a callback, as fal's page "Webhooks" describes it: Ed25519 over the request's
 * id, the user's id, the time in seconds and the SHA-256 of the body in hex, parted by line feeds.
 *
 * @param requestId that is signed
 */
record FalSignature(String requestId, String userId, String timestamp, String signature) {
  private static final String PREFIX = "x-fal-webhook-";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** Empty when one of the four headers is missing. */
  static Optional<FalSignature> of(EngineCallback callback) {
    var headers = callback.headers();
    String requestId = headers.getOrDefault(PREFIX + "request-id", "");
    String userId = headers.getOrDefault(PREFIX + "user-id", "");
    String timestamp = headers.getOrDefault(PREFIX + "timestamp", "");
    String signature = headers.getOrDefault(PREFIX + "signature", "");
    return requestId.isEmpty() || timestamp.isEmpty() || signature.isEmpty()
        ? Optional.empty()
        : Optional.of(new FalSignature(requestId, userId, timestamp, signature));
  }

  /** Whether it was made within five minutes of that time, before or after. */
  boolean isRecent(Instant now) {
    try {
      Instant made = Instant.ofEpochSecond(Long.parseLong(timestamp));
      return Duration.between(made, now).abs().compareTo(TOLERANCE) <= 0;
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  /** Whether one of these keys made it over this body. */
  boolean isBy(List<PublicKey> keys, byte[] body) {
    return keys.stream().anyMatch(key -> isBy(key, body));
  }

  private boolean isBy(PublicKey key, byte[] body) {
    try {
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(
          String.join("\n", requestId, userId, timestamp, digest).getBytes(StandardCharsets.UTF_8));
      return verifier.verify(HexFormat.of().parseHex(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // a signature of another length, or no hex
      return false;
    }
  }
}
