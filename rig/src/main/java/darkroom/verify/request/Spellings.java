package darkroom.verify.request;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The many ways to write a number, and our own judgement of what they are. */
final class Spellings {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,6})?");
  private static final List<String> JUNK =
      List.of(
          "\"1\"",
          "\"2048\"",
          "\"\"",
          "true",
          "false",
          "[]",
          "[1]",
          "{}",
          "{\"n\":1}",
          "NaN",
          "Infinity",
          "-Infinity",
          "0x1",
          "1e999",
          "-1e999",
          "1e-999",
          "1e99999",
          "1.5",
          "0.999999999999999999",
          "1.0000000000000000000001",
          "2048.5",
          "+1",
          "01",
          ".5",
          "1.",
          "1e",
          "9".repeat(90),
          "9".repeat(1_000_000),
          "-9223372036854775809",
          "9223372036854775808",
          "18446744073709551617",
          "4294967297",
          "9007199254740993",
          "1_0",
          "1,0",
          "\uff11");

  private Spellings() {}

  static Set<String> of(List<Integer> values) {
    var all = new LinkedHashSet<String>();
    for (int value : values) {
      String sign = value < 0 ? "-" : "";
      int size = Math.abs(value);
      for (String form :
          List.of(
              "%d",
              "%d.0", "%d.000", "%de0", "%dE+0", "%de-0", "%d0e-1", "%d.0e0", "%d00E-2", "%d.5")) {
        all.add(sign + form.formatted(size));
      }
      all.add(sign + BigDecimal.valueOf(size).movePointLeft(1).toPlainString() + "e1");
    }
    all.addAll(JUNK);
    return all;
  }

  /** Whether a JSON reader that judges by value sees a whole number from least to most. */
  static boolean isInteger(String text, long least, long most) {
    if (text.length() > 100 || !NUMBER.matcher(text).matches()) {
      return false;
    }
    var value = new BigDecimal(text);
    return value.compareTo(BigDecimal.valueOf(least)) >= 0
        && value.compareTo(BigDecimal.valueOf(most)) <= 0
        && value.stripTrailingZeros().scale() <= 0;
  }
}
