package darkroom.credit;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of credits, counted in thousandths so that it is always exact (prices such as 8.48 and
 * 0.928 occur). May be negative only as a difference. Immutable.
 */
public record Credits(long thousandths) implements Comparable<Credits> {
  public static final Credits ZERO = new Credits(0);

  private static final int SCALE = 3;

  /** Whole credits. */
  public static Credits of(long whole) {
    return new Credits(Math.multiplyExact(whole, 1000L));
  }

  /**
   * Reads a plain decimal such as {@code 5} or {@code 8.48}.
   *
   * @throws ArithmeticException when it has more than three decimals or does not fit
   * @throws NumberFormatException when it is no number
   */
  public static Credits parse(String decimal) {
    BigDecimal amount = new BigDecimal(decimal);
    if (amount.precision() > 18 || Math.abs((long) amount.scale()) > 18) {
      throw new ArithmeticException("credits out of range");
    }
    return new Credits(
        amount.setScale(SCALE, RoundingMode.UNNECESSARY).unscaledValue().longValueExact());
  }

  public Credits plus(Credits other) {
    return new Credits(Math.addExact(thousandths, other.thousandths));
  }

  public Credits minus(Credits other) {
    return new Credits(Math.subtractExact(thousandths, other.thousandths));
  }

  public Credits times(int count) {
    return new Credits(Math.multiplyExact(thousandths, (long) count));
  }

  public boolean isNegative() {
    return thousandths < 0;
  }

  /**
   * The amount as JSON shows it: whole numbers at scale 0 ({@code 5}, {@code 100}), fractions
   * without trailing zeros ({@code 8.48}), never an exponent.
   */
  public BigDecimal toDecimal() {
    BigDecimal stripped = BigDecimal.valueOf(thousandths, SCALE).stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  @Override
  public int compareTo(Credits other) {
    return Long.compare(thousandths, other.thousandths);
  }

  @Override
  public String toString() {
    return toDecimal().toPlainString();
  }
}
