package darkroom.db;

import darkroom.credit.Balance;
import darkroom.credit.Credits;
import darkroom.credit.LedgerEntry;
import darkroom.credit.LedgerStore;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** Ledger rows and the balance columns they move, always together. Thread-safe. */
public final class JdbcLedgerStore implements LedgerStore {
  private final Database database;
  private final InstantSource clock;

  public JdbcLedgerStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Optional<Balance> append(String accountId, LedgerEntry entry) {
    return database.write(session -> {
      if (!Ledger.append(session, accountId, entry, clock.instant())) {
        session.undo();
        return Optional.empty();
      }
      return balance(session, accountId);
    });
  }

  @Override
  public Optional<Balance> balance(String accountId) {
    return database.read(session -> balance(session, accountId));
  }

  @Override
  public boolean isEmpty(String accountId) {
    return database.read(session ->
        session
            .sql("select id from ledger where account_id = :account limit 1")
            .set("account", accountId)
            .first(row -> row.number("id"))
            .isEmpty());
  }

  private static Optional<Balance> balance(Session session, String accountId) throws SQLException {
    return session
        .sql("select available, held, spent, granted from account where id = :id")
        .set("id", accountId)
        .first(JdbcLedgerStore::balance);
  }

  static Balance balance(Row row) throws SQLException {
    return new Balance(
        new Credits(row.number("available")),
        new Credits(row.number("held")),
        new Credits(row.number("spent")),
        new Credits(row.number("granted")));
  }
}
