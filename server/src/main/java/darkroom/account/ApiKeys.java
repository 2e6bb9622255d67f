package darkroom.account;

import darkroom.config.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Issues, checks and revokes keys. A good key is remembered for one second, so that a caller in a
 * loop does not cost a read each time; a revocation here is effective at once, one made by another
 * node within that second (threat T31). Whatever is compared is a hash, never the text, and a
 * revoked key takes the same way as an unknown one, so that time tells nothing (threat T29).
 * Thread-safe.
 */
public final class ApiKeys {
  private static final Duration REMEMBERED = Duration.ofSeconds(1);
  private static final Duration TOUCH_EVERY = Duration.ofMinutes(1);
  private static final int MOST_REMEMBERED = 10_000;

  private final AccountStore store;
  private final InstantSource clock;
  private final IntFunction<String> randomBase62;
  private final ConcurrentMap<ByteBuffer, Remembered> remembered = new ConcurrentHashMap<>();

  private final AtomicLong revocations = new AtomicLong();

  private record Remembered(ApiKey key, Instant until) {}

  public ApiKeys(AccountStore store, InstantSource clock, IntFunction<String> randomBase62) {
    this.store = store;
    this.clock = clock;
    this.randomBase62 = randomBase62;
  }

  public IssuedKey issue(NewKey wanted) {
    return adopt(wanted, draw(wanted.mode()));
  }

  /** A fresh key that nobody knows yet; it counts only once it was adopted. */
  public Secret draw(ApiKey.Mode mode) {
    return new Secret(KeyFormat.create(mode, randomBase62));
  }

  /**
   * Makes a key whose text the operator chose.
   *
   * @throws IllegalArgumentException when the text is not a well-formed key
   */
  public IssuedKey adopt(NewKey wanted, Secret text) {
    if (!KeyFormat.isWellFormed(text.value())) {
      throw new IllegalArgumentException(
          "not a key: expected sk- or sk-test-, 30 characters and their checksum");
    }
    var key =
        new ApiKey(
            "key_" + randomBase62.apply(16),
            wanted.account(),
            wanted.name(),
            wanted.mode(),
            wanted.scope(),
            KeyFormat.mask(text.value()),
            wanted.models(),
            wanted.addresses(),
            wanted.limits(),
            CreditUse.NONE,
            clock.instant(),
            Optional.empty(),
            Optional.empty());
    store.insertKey(key, hash(text.value()));
    return new IssuedKey(key, text);
  }

  /** The valid key behind this text; empty when malformed, unknown or revoked. */
  public Optional<ApiKey> authenticate(String text) {
    if (!KeyFormat.isWellFormed(text)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    byte[] hash = hash(text);
    ByteBuffer name = ByteBuffer.wrap(hash);
    Remembered known = remembered.get(name);
    if (known != null && now.isBefore(known.until())) {
      return Optional.of(known.key());
    }
    long revocationsBefore = revocations.get();
    Optional<ApiKey> found = store.findValidKey(hash);
    found.ifPresent(key -> remember(name, key, now, revocationsBefore));
    return found;
  }

  /** Whether any key has this text, revoked ones included. */
  public Optional<ApiKey> find(Secret text) {
    return store.findKey(hash(text.value()));
  }

  public List<ApiKey> list(Optional<AccountId> account) {
    return store.keys(account);
  }

  /** Empty when there is no such key. Repeatable; the first time of revocation stays. */
  public Optional<ApiKey> revoke(String keyId) {
    Optional<ApiKey> revoked = store.revoke(keyId, clock.instant());
    synchronized (revocations) {
      revocations.incrementAndGet();
      remembered.values().removeIf(known -> known.key().id().equals(keyId));
    }
    return revoked;
  }

  /** A key read before a revocation is not remembered after it. */
  private void remember(ByteBuffer name, ApiKey key, Instant now, long revocationsBefore) {
    synchronized (revocations) {
      if (remembered.size() >= MOST_REMEMBERED) {
        remembered.clear();
      }
      if (revocations.get() == revocationsBefore) {
        remembered.put(name, new Remembered(key, now.plus(REMEMBERED)));
      }
    }
    boolean stale = key.lastUsedAt().map(used -> used.plus(TOUCH_EVERY).isBefore(now)).orElse(true);
    if (stale) {
      store.touch(key.id(), now);
    }
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }
}
