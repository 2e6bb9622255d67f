package darkroom.account;

import java.time.Instant;
import java.util.Optional;

/**
 * An account's webhook secrets as they lie in the store, each sealed by {@link SecretBox}.
 *
 * @param previous the Standard Webhooks secret before the last rotation
 * @param previousUntil when the previous one stops signing
 */
public record StoredSecrets(
    String hmacKey, String standard, Optional<String> previous, Optional<Instant> previousUntil) {

  /** The same, with an older secret signing beside them for a while. */
  StoredSecrets overlapping(String older, Instant until) {
    return new StoredSecrets(hmacKey, standard, Optional.of(older), Optional.of(until));
  }
}
