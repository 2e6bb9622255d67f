package darkroom.catalog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads integers by their value: {@code 1}, {@code 1.0} and {@code 1e0} are one, {@code "1"} is
 * none.
 */
final class JsonInteger {
  private static final int MAX_DIGITS = 19;
  private static final double TWO_TO_63 = 0x1p63;

  private JsonInteger() {}

  /** The value; empty when the node is absent, no number, no integer, or outside 64 bits. */
  static OptionalLong of(@Nullable JsonNode node) {
    if (node == null || !node.isNumber()) {
      return OptionalLong.empty();
    }
    if (node.isIntegralNumber()) {
      return ofInteger(node.bigIntegerValue());
    }
    return node.isBigDecimal() ? ofDecimal(node.decimalValue()) : ofDouble(node.doubleValue());
  }

  private static OptionalLong ofInteger(BigInteger value) {
    return value.bitLength() < Long.SIZE
        ? OptionalLong.of(value.longValueExact())
        : OptionalLong.empty();
  }

  /** Looks at scale and precision first: expanding {@code 1e999999999} would take a gigabyte. */
  private static OptionalLong ofDecimal(BigDecimal value) {
    if (value.signum() == 0) {
      return OptionalLong.of(0);
    }
    long digits = (long) value.precision() - value.scale();
    if (digits < 1 || digits > MAX_DIGITS) {
      return OptionalLong.empty();
    }
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() <= 0 ? ofInteger(stripped.toBigIntegerExact()) : OptionalLong.empty();
  }

  private static OptionalLong ofDouble(double value) {
    return Math.abs(value) < TWO_TO_63 && value == Math.rint(value)
        ? OptionalLong.of((long) value)
        : OptionalLong.empty();
  }
}
