package darkroom.webhook;

import darkroom.config.Secret;
import java.util.Base64;
import java.util.List;

/**
 * An account's keys for signing callbacks. Immutable.
 *
 * @param hmacKey key of PoYo's scheme; its text is the key, in UTF-8
 * @param standardSecrets Standard Webhooks secrets, newest first; several while one is being
 *     rotated. Each is {@code whsec_} and base64 of 24 to 64 bytes
 */
public record WebhookKeys(Secret hmacKey, List<Secret> standardSecrets) {
  private static final String PREFIX = "whsec_";
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;

  /** Refuses keys of a wrong form with an IllegalArgumentException that does not repeat them. */
  public WebhookKeys {
    if (hmacKey.value().isEmpty()) {
      throw new IllegalArgumentException("hmacKey: empty (expected: a text)");
    }
    standardSecrets = List.copyOf(standardSecrets);
    if (standardSecrets.isEmpty()) {
      throw new IllegalArgumentException("standardSecrets: none (expected: at least one)");
    }
    standardSecrets.forEach(WebhookKeys::decoded);
  }

  /** The bytes that sign under the Standard Webhooks scheme, newest first. */
  List<byte[]> standardKeys() {
    return standardSecrets.stream().map(WebhookKeys::decoded).toList();
  }

  private static byte[] decoded(Secret secret) {
    if (!secret.value().startsWith(PREFIX)) {
      throw malformed();
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(secret.value().substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      // the cause would quote a character of the secret
      throw malformed();
    }
    if (bytes.length < LEAST_BYTES || bytes.length > MOST_BYTES) {
      throw malformed();
    }
    return bytes;
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "standardSecrets: malformed (expected: whsec_ and base64 of 24 to 64 bytes)");
  }
}
