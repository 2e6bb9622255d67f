package darkroom.credit;

import java.util.Optional;

/**
 * Where balances are kept. Holds and settlements move with their task and stand in the task store;
 * this port holds what moves alone. Thread-safe.
 */
public interface LedgerStore {

  /**
   * Appends a grant or adjustment and moves the balance in one transaction.
   *
   * @return the new balance; empty when the account is unknown or would fall below zero, and then
   *     nothing was written
   */
  Optional<Balance> append(String accountId, LedgerEntry entry);

  /** Whether no credits of this account ever moved. */
  boolean isEmpty(String accountId);

  /** Empty when the account is unknown. */
  Optional<Balance> balance(String accountId);
}
