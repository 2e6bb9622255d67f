package darkroom.account;

import darkroom.config.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The secrets that sign callbacks: two per account, sealed at rest, rotated on demand. For 24 hours
 * after a rotation the old Standard Webhooks secret goes on signing beside the new one.
 * Thread-safe.
 */
public final class WebhookSecrets {
  private static final Duration OVERLAP = Duration.ofHours(24);
  private static final int SECRET_BYTES = 32;
  private static final int MOST_REMEMBERED = 10_000;

  private final AccountStore store;
  private final SecretBox box;
  private final SecureRandom random;
  private final InstantSource clock;
  private final ConcurrentMap<String, Secret> opened = new ConcurrentHashMap<>();

  public WebhookSecrets(
      AccountStore store, SecretBox box, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.box = box;
    this.random = random;
    this.clock = clock;
  }

  /** The secrets that sign now; empty when the account is unknown. */
  public Optional<WebhookSecretPair> current(AccountId account) {
    return store.secrets(account).map(stored -> open(account, stored));
  }

  /**
   * Replaces both secrets; empty when the account is unknown. Where the old ones no longer open,
   * because the secret key was lost, they end at once: this is the way out of that. Rotations at
   * the same moment count as one, or the later would end the overlap of what the earlier replaced
   * (threat T40): all of them answer with the same fresh secrets.
   */
  public Optional<WebhookSecretPair> rotate(AccountId account) {
    return store
        .secrets(account)
        .map(old -> {
          StoredSecrets fresh = fresh(account);
          StoredSecrets rotated =
              opens(account, old)
                  ? fresh.overlapping(old.standard(), clock.instant().plus(OVERLAP))
                  : fresh;
          return store.replaceSecrets(account, old, rotated)
              ? open(account, rotated)
              : current(account).orElseThrow();
        });
  }

  StoredSecrets fresh(AccountId account) {
    return new StoredSecrets(
        box.seal(new Secret(randomBase64()), account.value()),
        box.seal(new Secret("whsec_" + randomBase64()), account.value()),
        Optional.empty(),
        Optional.empty());
  }

  private boolean opens(AccountId account, StoredSecrets stored) {
    try {
      open(account, stored.standard());
      return true;
    } catch (SecretKeyMismatch lost) {
      return false;
    }
  }

  private WebhookSecretPair open(AccountId account, StoredSecrets stored) {
    Instant now = clock.instant();
    Optional<String> previous =
        stored.previousUntil().filter(now::isBefore).flatMap(until -> stored.previous());
    return new WebhookSecretPair(
        open(account, stored.hmacKey()),
        open(account, stored.standard()),
        previous.map(sealed -> open(account, sealed)));
  }

  private Secret open(AccountId account, String sealed) {
    if (opened.size() >= MOST_REMEMBERED) {
      opened.clear();
    }
    return opened.computeIfAbsent(sealed, text -> box.open(text, account.value()));
  }

  private String randomBase64() {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
