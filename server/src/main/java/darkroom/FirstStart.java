package darkroom;

import darkroom.account.Account;
import darkroom.account.Accounts;
import darkroom.account.ApiKey;
import darkroom.account.ApiKeys;
import darkroom.account.NewKey;
import darkroom.config.Secret;
import darkroom.credit.Credits;
import darkroom.credit.LedgerEntry;
import darkroom.credit.LedgerStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the first account, its credits and its keys, each only when it is missing, so that a start
 * cut short is completed by the next one. An admin key counts as missing when none that is left can
 * be used: whoever may restart the server and read its data folder gets back in.
 */
final class FirstStart {
  private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
  private static final String EMAIL = "owner@localhost";
  private static final Credits WELCOME = Credits.of(10_000);

  private final Accounts accounts;
  private final ApiKeys keys;
  private final LedgerStore ledger;
  private final DataFolder folder;

  FirstStart(Accounts accounts, ApiKeys keys, LedgerStore ledger, DataFolder folder) {
    this.accounts = accounts;
    this.keys = keys;
    this.ledger = ledger;
    this.folder = folder;
  }

  /**
   * @return the first member key when it was made just now; it stands in its file as well, until
   *     somebody has seen it
   */
  Optional<Secret> run(Optional<Secret> bootstrapKey) throws IOException {
    List<Account> present = accounts.list();
    if (!present.isEmpty() && accounts.findByIdOrEmail(EMAIL).isEmpty()) {
      letOperatorIn(present.getFirst());
      return Optional.empty(); // the owner was replaced by accounts of the operator's own
    }
    Account owner =
        accounts.findByIdOrEmail(EMAIL).or(() -> accounts.create(EMAIL, "Owner")).orElseThrow();
    // not by what was granted: credits that an operator took back must stay away
    if (ledger.isEmpty(owner.id().value())) {
      ledger.append(owner.id().value(), new LedgerEntry.Grant(WELCOME, "first start"));
    }
    List<ApiKey> known = keys.list(Optional.of(owner.id()));
    letOperatorIn(owner);
    if (bootstrapKey.isPresent()) {
      if (keys.find(bootstrapKey.get()).isEmpty()) {
        keys.adopt(
            NewKey.member(owner.id(), "bootstrap key", bootstrapKey.get()), bootstrapKey.get());
      }
      return Optional.empty();
    }
    if (!known.stream().allMatch(ApiKey::isAdmin)) {
      return Optional.empty();
    }
    return Optional.of(adopt(NewKey.member(owner.id(), "first key"), folder.firstKey()));
  }

  private void letOperatorIn(Account account) throws IOException {
    if (keys.list(Optional.empty()).stream().noneMatch(key -> key.isAdmin() && key.isUsable())) {
      adopt(NewKey.admin(account.id(), "admin key"), folder.adminKey());
      log.atInfo().addKeyValue("file", folder.adminKey().getFileName()).log("admin_key.written");
    }
  }

  /** Written down before it counts: a start cut short in between draws another. */
  private Secret adopt(NewKey wanted, Path file) throws IOException {
    Secret text = keys.draw(wanted.mode());
    DataFolder.writeSecret(file, text);
    return keys.adopt(wanted, text).text();
  }
}
