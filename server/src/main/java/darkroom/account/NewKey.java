package darkroom.account;

import darkroom.config.Secret;
import java.util.List;
import java.util.Optional;

/** What is asked for when a key is issued; fields as in {@link ApiKey}. */
public record NewKey(
    AccountId account,
    String name,
    ApiKey.Mode mode,
    ApiKey.Scope scope,
    List<String> models,
    Optional<List<String>> addresses,
    CreditLimits limits) {

  /** A member's key of the mode that its text says. */
  public static NewKey member(AccountId account, String name, Secret text) {
    return new NewKey(
        account,
        name,
        KeyFormat.mode(text.value()),
        ApiKey.Scope.MEMBER,
        List.of(),
        Optional.empty(),
        CreditLimits.NONE);
  }

  /** A live key of a member that may use every model from everywhere. */
  public static NewKey member(AccountId account, String name) {
    return new NewKey(
        account,
        name,
        ApiKey.Mode.LIVE,
        ApiKey.Scope.MEMBER,
        List.of(),
        Optional.empty(),
        CreditLimits.NONE);
  }

  /** A live key that may do everything for all accounts. */
  public static NewKey admin(AccountId account, String name) {
    return new NewKey(
        account,
        name,
        ApiKey.Mode.LIVE,
        ApiKey.Scope.ADMIN,
        List.of(),
        Optional.empty(),
        CreditLimits.NONE);
  }
}
