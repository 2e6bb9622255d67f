package darkroom.account;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The fixed windows of UTC over which a key's credits are counted. */
public enum CreditPeriod {
  HOURLY(ChronoUnit.HOURS),
  DAILY(ChronoUnit.DAYS);

  private final ChronoUnit unit;

  CreditPeriod(ChronoUnit unit) {
    this.unit = unit;
  }

  /** When the window began that holds this instant. */
  public Instant startOf(Instant instant) {
    return instant.truncatedTo(unit);
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
