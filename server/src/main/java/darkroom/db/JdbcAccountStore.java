package darkroom.db;

import darkroom.account.Account;
import darkroom.account.AccountId;
import darkroom.account.AccountStore;
import darkroom.account.ApiKey;
import darkroom.account.CreditLimits;
import darkroom.account.CreditUse;
import darkroom.account.StoredSecrets;
import darkroom.credit.Credits;
import darkroom.task.StoreException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts, keys and webhook secrets in SQL. Thread-safe. */
public final class JdbcAccountStore implements AccountStore {
  private static final String ACCOUNT_COLUMNS =
      "id, email, name, available, held, spent, granted, created_at";
  private static final String KEY_COLUMNS =
      """
      id, account_id, name, masked, mode, scope, models, addresses, hourly_limit, daily_limit,
      hour_start, hour_used, day_start, day_used, created_at, revoked_at, last_used_at
      """;

  private static final Logger log = LoggerFactory.getLogger(JdbcAccountStore.class);

  private final Database database;

  public JdbcAccountStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean insert(Account account, StoredSecrets secrets) {
    return database.write(session ->
        session
                .sql(
                    """
                    insert into account
                      (id, email, name, available, held, spent, granted, open_tasks, hmac_key,
                       standard_secret, created_at)
                    values (:id, :email, :name, 0, 0, 0, 0, 0, :hmac, :standard, :now)
                    on conflict do nothing
                    """)
                .set("id", account.id().value())
                .set("email", account.email())
                .set("name", account.name())
                .set("hmac", secrets.hmacKey())
                .set("standard", secrets.standard())
                .set("now", account.createdAt())
                .run()
            == 1);
  }

  @Override
  public Optional<Account> find(AccountId id) {
    return database.read(session ->
        session
            .sql("select " + ACCOUNT_COLUMNS + " from account where id = :id")
            .set("id", id.value())
            .first(JdbcAccountStore::account));
  }

  @Override
  public Optional<Account> findByEmail(String email) {
    return database.read(session ->
        session
            .sql("select " + ACCOUNT_COLUMNS + " from account where email = :email")
            .set("email", email)
            .first(JdbcAccountStore::account));
  }

  @Override
  public List<Account> accounts() {
    return database.read(session ->
        session
            .sql("select " + ACCOUNT_COLUMNS + " from account order by created_at, id")
            .list(JdbcAccountStore::account));
  }

  @Override
  public void insertKey(ApiKey key, byte[] hash) {
    database.write(session ->
        session
            .sql(
                """
                insert into api_key
                  (id, account_id, name, hash, masked, mode, scope, models, addresses,
                   hourly_limit, daily_limit, created_at)
                values
                  (:id, :account, :name, :hash, :masked, :mode, :scope, :models, :addresses,
                   :hourly, :daily, :now)
                """)
            .set("id", key.id())
            .set("account", key.account().value())
            .set("name", key.name())
            .set("hash", hash)
            .set("masked", key.masked())
            .set("mode", key.mode().word())
            .set("scope", key.scope().word())
            .set("models", joined(key.models()))
            .setText("addresses", key.addresses().map(JdbcAccountStore::joined))
            .set("hourly", key.limits().hourly().thousandths())
            .set("daily", key.limits().daily().thousandths())
            .set("now", key.createdAt())
            .run());
  }

  @Override
  public Optional<ApiKey> findKey(byte[] hash) {
    return database.read(session ->
        session
            .sql("select " + KEY_COLUMNS + " from api_key where hash = :hash")
            .set("hash", hash)
            .first(JdbcAccountStore::key));
  }

  @Override
  public Optional<ApiKey> findValidKey(byte[] hash) {
    return database.read(session ->
        session
            .sql(
                "select "
                    + KEY_COLUMNS
                    + " from api_key indexed by api_key_valid"
                    + " where hash = :hash and revoked_at is null")
            .set("hash", hash)
            .first(JdbcAccountStore::key));
  }

  @Override
  public List<ApiKey> keys(Optional<AccountId> account) {
    return database.read(session ->
        session
            .sql(
                "select "
                    + KEY_COLUMNS
                    + " from api_key where :all or account_id = :account"
                    + " order by created_at, id")
            .set("all", account.isEmpty())
            .set("account", account.map(AccountId::value).orElse(""))
            .list(JdbcAccountStore::key));
  }

  @Override
  public Optional<ApiKey> revoke(String keyId, Instant at) {
    return database.write(session -> {
      session
          .sql("update api_key set revoked_at = coalesce(revoked_at, :at) where id = :id")
          .set("at", at)
          .set("id", keyId)
          .run();
      return session
          .sql("select " + KEY_COLUMNS + " from api_key where id = :id")
          .set("id", keyId)
          .first(JdbcAccountStore::key);
    });
  }

  @Override
  public void touch(String keyId, Instant at) {
    try {
      database.write(session ->
          session
              .sql("update api_key set last_used_at = :at where id = :id")
              .set("at", at)
              .set("id", keyId)
              .run());
    } catch (StoreException e) {
      // a key must go on reading while nothing can be written
      log.atDebug().addKeyValue("key", keyId).setCause(e).log("key.not_touched");
    }
  }

  @Override
  public Optional<StoredSecrets> secrets(AccountId id) {
    return database.read(session ->
        session
            .sql(
                """
                select hmac_key, standard_secret, previous_secret, previous_until
                from account where id = :id
                """)
            .set("id", id.value())
            .first(row ->
                new StoredSecrets(
                    row.text("hmac_key"),
                    row.text("standard_secret"),
                    row.optionalText("previous_secret"),
                    row.optionalInstant("previous_until"))));
  }

  @Override
  public boolean replaceSecrets(AccountId id, StoredSecrets expected, StoredSecrets fresh) {
    return database.write(session ->
        session
                .sql(
                    """
                    update account set
                      hmac_key = :hmac, standard_secret = :standard,
                      previous_secret = :previous, previous_until = :until
                    where id = :id and standard_secret = :expected
                    """)
                .set("hmac", fresh.hmacKey())
                .set("standard", fresh.standard())
                .setText("previous", fresh.previous())
                .setInstant("until", fresh.previousUntil())
                .set("id", id.value())
                .set("expected", expected.standard())
                .run()
            == 1);
  }

  private static Account account(Row row) throws SQLException {
    return new Account(
        new AccountId(row.text("id")),
        row.text("email"),
        row.text("name"),
        JdbcLedgerStore.balance(row),
        row.instant("created_at"));
  }

  private static ApiKey key(Row row) throws SQLException {
    return new ApiKey(
        row.text("id"),
        new AccountId(row.text("account_id")),
        row.text("name"),
        ApiKey.Mode.valueOf(row.text("mode").toUpperCase(Locale.ROOT)),
        ApiKey.Scope.valueOf(row.text("scope").toUpperCase(Locale.ROOT)),
        row.text("masked"),
        parted(row.text("models")),
        row.optionalText("addresses").map(JdbcAccountStore::parted),
        new CreditLimits(
            new Credits(row.number("hourly_limit")), new Credits(row.number("daily_limit"))),
        new CreditUse(
            row.instant("hour_start"),
            new Credits(row.number("hour_used")),
            row.instant("day_start"),
            new Credits(row.number("day_used"))),
        row.instant("created_at"),
        row.optionalInstant("revoked_at"),
        row.optionalInstant("last_used_at"));
  }

  private static String joined(List<String> items) {
    return String.join(",", items);
  }

  private static List<String> parted(String text) {
    return Arrays.stream(text.split(",", -1)).filter(item -> !item.isEmpty()).toList();
  }
}
