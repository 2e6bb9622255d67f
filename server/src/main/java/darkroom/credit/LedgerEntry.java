package darkroom.credit;

/**
 * One row of the append-only ledger. A task has exactly one {@link Hold} and, at its end, exactly
 * one settlement: a {@link Capture} (which may give part back) or a {@link Release}.
 */
public sealed interface LedgerEntry {

  /** Credits given to an account by an operator. */
  record Grant(Credits amount, String note) implements LedgerEntry {
    public Grant {
      positive(amount);
    }
  }

  /** A correction by an operator; negative takes away, never below zero available. */
  record Adjustment(Credits amount, String note) implements LedgerEntry {}

  /** The price of a task, set aside when it is accepted. Zero for test keys. */
  record Hold(String taskId, Credits amount) implements LedgerEntry {
    public Hold {
      notNegative(amount);
    }
  }

  /**
   * End of a hold with pictures delivered: {@code captured} is spent, {@code released} comes back.
   */
  record Capture(String taskId, Credits captured, Credits released) implements LedgerEntry {
    public Capture {
      notNegative(captured);
      notNegative(released);
    }
  }

  /** End of a hold with nothing delivered: all of it comes back. */
  record Release(String taskId, Credits amount) implements LedgerEntry {
    public Release {
      notNegative(amount);
    }
  }

  private static void positive(Credits amount) {
    if (amount.compareTo(Credits.ZERO) <= 0) {
      throw new IllegalArgumentException("amount: " + amount + " (expected: above 0)");
    }
  }

  private static void notNegative(Credits amount) {
    if (amount.isNegative()) {
      throw new IllegalArgumentException("amount: " + amount + " (expected: at least 0)");
    }
  }
}
