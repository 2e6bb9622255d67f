package darkroom.account;

import darkroom.credit.Credits;
import java.time.Instant;

/**
 * What a key's tasks hold or have captured, as last written down.
 *
 * @param hour begin of the hour that {@code inHour} belongs to
 * @param day begin of the day that {@code inDay} belongs to
 */
public record CreditUse(Instant hour, Credits inHour, Instant day, Credits inDay) {
  public static final CreditUse NONE =
      new CreditUse(Instant.EPOCH, Credits.ZERO, Instant.EPOCH, Credits.ZERO);

  /** What counts at this instant: nothing once the window is over. */
  public Credits at(Instant now, CreditPeriod period) {
    Instant start = period == CreditPeriod.HOURLY ? hour : day;
    Credits used = period == CreditPeriod.HOURLY ? inHour : inDay;
    return start.isBefore(period.startOf(now)) ? Credits.ZERO : used;
  }
}
