package darkroom.account;

import darkroom.credit.Credits;

/**
 * What one key may spend in a UTC hour and in a UTC day, held credits included.
 *
 * @param hourly zero for no limit
 * @param daily zero for no limit
 */
public record CreditLimits(Credits hourly, Credits daily) {
  public static final CreditLimits NONE = new CreditLimits(Credits.ZERO, Credits.ZERO);

  public CreditLimits {
    if (hourly.isNegative() || daily.isNegative()) {
      throw new IllegalArgumentException("credit limits: below 0 (expected: 0 or above)");
    }
  }
}
