package darkroom.verify.money;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;

/** Texts that look like keys, made without the server's own code. */
final class KeyTexts {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM = 30;
  private static final int CHECKSUM = 6;

  private KeyTexts() {}

  /** Well-formed, checksum included, and unknown. */
  static String unknown(Random random) {
    return withChecksum("sk-" + digits(random, RANDOM));
  }

  /** The form of a key with random characters in place of its checksum. */
  static String guess(Random random) {
    return "sk-" + digits(random, RANDOM + CHECKSUM);
  }

  /** A known key but for its last random character, with the right checksum for that. */
  static String nearMiss(String key, Random random) {
    String body = key.substring(0, key.length() - CHECKSUM);
    char last = body.charAt(body.length() - 1);
    char other = DIGITS.charAt((DIGITS.indexOf(last) + 1 + random.nextInt(61)) % 62);
    return withChecksum(body.substring(0, body.length() - 1) + other);
  }

  /** That many of {@code 0-9A-Za-z}. */
  static String digits(Random random, int count) {
    var text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return text.toString();
  }

  private static String withChecksum(String body) {
    var crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    long rest = crc.getValue();
    var checksum = new StringBuilder();
    for (int i = 0; i < CHECKSUM; i++) {
      checksum.append(DIGITS.charAt((int) (rest % 62)));
      rest /= 62;
    }
    return body + checksum.reverse();
  }
}
