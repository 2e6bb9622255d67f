package darkroom.account;

import darkroom.credit.Balance;
import darkroom.credit.Credits;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/** Creates and finds accounts. Thread-safe. */
public final class Accounts {
  private final AccountStore store;
  private final WebhookSecrets secrets;
  private final InstantSource clock;
  private final IntFunction<String> randomBase62;

  public Accounts(
      AccountStore store,
      WebhookSecrets secrets,
      InstantSource clock,
      IntFunction<String> randomBase62) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
    this.randomBase62 = randomBase62;
  }

  /** A new account without credits; empty when the email, whatever its case, is taken. */
  public Optional<Account> create(String email, String name) {
    var nothing = new Balance(Credits.ZERO, Credits.ZERO, Credits.ZERO, Credits.ZERO);
    var id = new AccountId("acc_" + randomBase62.apply(16));
    var account = new Account(id, email.toLowerCase(Locale.ROOT), name, nothing, clock.instant());
    return store.insert(account, secrets.fresh(id)) ? Optional.of(account) : Optional.empty();
  }

  public Optional<Account> find(AccountId id) {
    return store.find(id);
  }

  /** By id or by email, as operators type it. */
  public Optional<Account> findByIdOrEmail(String text) {
    return text.contains("@") // an id never does, and an e-mail may begin like one
        ? store.findByEmail(text.toLowerCase(Locale.ROOT))
        : store.find(new AccountId(text));
  }

  public List<Account> list() {
    return store.accounts();
  }
}
