package darkroom.account;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is kept of an API key; the key itself is not.
 *
 * @param masked beginning and last four characters, for humans
 * @param models models it may use; empty means all
 * @param addresses CIDR ranges it may be used from; absent means everywhere, an empty list nowhere
 * @param use what it spent lately, as of when the key was read
 */
public record ApiKey(
    String id,
    AccountId account,
    String name,
    Mode mode,
    Scope scope,
    String masked,
    List<String> models,
    Optional<List<String>> addresses,
    CreditLimits limits,
    CreditUse use,
    Instant createdAt,
    Optional<Instant> revokedAt,
    Optional<Instant> lastUsedAt) {

  /** A test key never reaches a paid engine and never moves credits. */
  public enum Mode {
    LIVE,
    TEST;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An admin key may do everything for all accounts. */
  public enum Scope {
    MEMBER,
    ADMIN;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ApiKey {
    models = List.copyOf(models);
  }

  /** Whether it can still be used from anywhere at all. */
  public boolean isUsable() {
    return revokedAt.isEmpty() && addresses.map(ranges -> !ranges.isEmpty()).orElse(true);
  }

  public boolean isTest() {
    return mode == Mode.TEST;
  }

  public boolean isAdmin() {
    return scope == Scope.ADMIN;
  }

  public boolean mayUse(String model) {
    return models.isEmpty() || models.contains(model);
  }
}
