package darkroom.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of accounts, keys and webhook secrets. Thread-safe; each method is one transaction. */
public interface AccountStore {

  /** False when the email is taken; then nothing was written. */
  boolean insert(Account account, StoredSecrets secrets);

  Optional<Account> find(AccountId id);

  Optional<Account> findByEmail(String email);

  /** All accounts, oldest first. */
  List<Account> accounts();

  void insertKey(ApiKey key, byte[] hash);

  /** The key with this hash, revoked or not. */
  Optional<ApiKey> findKey(byte[] hash);

  /**
   * The key with this hash if it is not revoked. A revoked one takes the same steps as one that
   * never was, so that time does not tell them apart (threat T29).
   */
  Optional<ApiKey> findValidKey(byte[] hash);

  /** Keys of one account, or of all, oldest first. */
  List<ApiKey> keys(Optional<AccountId> account);

  /** Marks a key revoked; the first time stays. Empty when there is no such key. */
  Optional<ApiKey> revoke(String keyId, Instant at);

  /** Notes that a key was used; callers keep this rare, and nobody is told when it did not work. */
  void touch(String keyId, Instant at);

  Optional<StoredSecrets> secrets(AccountId id);

  /** False when the account's secrets are no longer those expected; then nothing was written. */
  boolean replaceSecrets(AccountId id, StoredSecrets expected, StoredSecrets fresh);
}
