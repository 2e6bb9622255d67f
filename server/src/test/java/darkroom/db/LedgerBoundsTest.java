package darkroom.db;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.account.AccountId;
import darkroom.credit.Balance;
import darkroom.credit.Credits;
import darkroom.credit.LedgerEntry;
import darkroom.task.SettableClock;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Amounts at the ends of what can be counted (threat T38). */
class LedgerBoundsTest {
  private static final long MOST = 1_000_000_000_000_000L;
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 1, 1L << 62, 1L << 53, MOST})
  void a_grant_above_the_largest_is_refused_and_changes_nothing(long thousandths) {
    try (var open = new OpenStore(folder, new SettableClock())) {
      AccountId account = open.account(new Credits(1));
      Balance before = open.ledger.balance(account.value()).orElseThrow();

      assertThat(
              open.ledger.append(
                  account.value(), new LedgerEntry.Grant(new Credits(thousandths), "")))
          .isEmpty();
      assertThat(
              open.ledger.append(
                  account.value(), new LedgerEntry.Adjustment(new Credits(-thousandths), "")))
          .isEmpty();

      assertThat(open.ledger.balance(account.value())).contains(before);
    }
  }

  @Test
  void the_largest_grant_is_taken_and_one_more_thousandth_is_not() {
    try (var open = new OpenStore(folder, new SettableClock())) {
      AccountId account = open.account(new Credits(MOST));

      assertThat(open.ledger.append(account.value(), new LedgerEntry.Grant(new Credits(1), "")))
          .isEmpty();
      assertThat(open.ledger.balance(account.value()).orElseThrow().addsUp()).isTrue();
    }
  }

  @Test
  void the_least_adjustment_is_refused() {
    try (var open = new OpenStore(folder, new SettableClock())) {
      AccountId account = open.account(Credits.of(5));

      assertThat(
              open.ledger.append(
                  account.value(), new LedgerEntry.Adjustment(new Credits(Long.MIN_VALUE), "")))
          .isEmpty();
    }
  }
}
