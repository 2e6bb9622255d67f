package darkroom.verify.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Texts that have broken programs before, and random ones of the same kinds. */
final class Naughty {
  private static final List<String> SEEDS =
      List.of(
          "\r\nX-Evil: 1",
          "\nSet-Cookie: a=b",
          "\r\n\r\n<html>",
          "%0d%0aX-Evil: 1",
          "\u560d\u560a",
          "\u0000",
          "a\u0000b",
          "\u001b[2J",
          "\u202egpj.exe",
          "\u2028\u2029",
          "\ufeff",
          "\ufffe",
          "\ud83d\ude00",
          "a" + "\u0301".repeat(500),
          "<script>alert(1)</script>",
          "' or 1=1 --",
          "\"; drop table task; --",
          "${jndi:ldap://x/a}",
          "{{7*7}}",
          "#{7*7}",
          "<%= 7*7 %>",
          "../../../etc/passwd",
          "..\\..\\x",
          "/dev/null",
          "CON",
          "%n%s%x",
          "$(id)",
          "`id`",
          "|id",
          ";id",
          "&id",
          "nil",
          "NaN",
          "1e999",
          "-1",
          "0x7f",
          "undefined",
          "true",
          "\u0661\u0662",
          "\uff11",
          "\u200b",
          "\u00a0",
          "I\u0307",
          "\u00df",
          "\ufb01");
  private static final String ALPHABET =
      "ab01 \r\n\t\u0000\u0001\u001b\u007f\u0085\u00a0\u0301\u200d\u202e\u2028\ufeff\uffff\"'\\/<>&%${}[]:;,=";

  private Naughty() {}

  static List<String> texts(Random random, int count) {
    var texts = new ArrayList<>(SEEDS);
    while (texts.size() < count) {
      var text = new StringBuilder();
      int length = 1 + random.nextInt(60);
      for (int i = 0; i < length; i++) {
        text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** As a JSON string. */
  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.chars()
        .forEach(unit -> {
          if (unit < 0x20 || unit == '"' || unit == '\\') {
            quoted.append("\\u%04x".formatted(unit));
          } else {
            quoted.append((char) unit);
          }
        });
    return quoted.append('"').toString();
  }

  /** A few bytes changed, left out, doubled or put in. */
  static byte[] mangled(byte[] honest, Random random) {
    byte[] bytes = honest.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 1; i++) {
      int at = random.nextInt(bytes.length);
      int end = Math.min(bytes.length, at + 1 + random.nextInt(12));
      bytes =
          switch (random.nextInt(4)) {
            case 0 -> with(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> with(bytes, at, end, new byte[0]);
            case 2 -> with(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            default -> with(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
          };
    }
    return bytes;
  }

  private static byte[] with(byte[] bytes, int from, int to, byte[] between) {
    byte[] all = Arrays.copyOf(bytes, from + between.length + bytes.length - to);
    System.arraycopy(between, 0, all, from, between.length);
    System.arraycopy(bytes, to, all, from + between.length, bytes.length - to);
    return all;
  }
}
