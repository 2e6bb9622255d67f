package darkroom.account;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.zip.CRC32;

/**
 * The outer form of a key: {@code sk-} or {@code sk-test-}, 30 characters of {@code 0-9A-Za-z},
 * then 6 characters of CRC-32 (IEEE) over all bytes before them, in base 62, padded with {@code 0}.
 * Typing errors and scanners are turned away by it without a look into the store.
 */
public final class KeyFormat {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String LIVE = "sk-";
  private static final String TEST = "sk-test-";
  private static final int RANDOM = 30;
  private static final int CHECKSUM = 6;

  private KeyFormat() {}

  /**
   * A fresh key.
   *
   * @param randomBase62 gives that many characters of a secure random source
   */
  static String create(ApiKey.Mode mode, IntFunction<String> randomBase62) {
    String body = (mode == ApiKey.Mode.TEST ? TEST : LIVE) + randomBase62.apply(RANDOM);
    return body + checksum(body);
  }

  /** Whether prefix, length, characters and checksum are right. */
  public static boolean isWellFormed(String key) {
    String prefix = key.startsWith(TEST) ? TEST : LIVE;
    if (!key.startsWith(prefix) || key.length() != prefix.length() + RANDOM + CHECKSUM) {
      return false;
    }
    for (int i = prefix.length(); i < key.length(); i++) {
      if (DIGITS.indexOf(key.charAt(i)) < 0) {
        return false;
      }
    }
    int end = key.length() - CHECKSUM;
    return checksum(key.substring(0, end)).equals(key.substring(end));
  }

  /** The mode that a well-formed key's prefix says. */
  static ApiKey.Mode mode(String key) {
    return key.startsWith(TEST) ? ApiKey.Mode.TEST : ApiKey.Mode.LIVE;
  }

  /** Prefix and last four characters, enough to recognise a key by. */
  static String mask(String key) {
    String prefix = key.startsWith(TEST) ? TEST : LIVE;
    return prefix
        + key.substring(prefix.length(), prefix.length() + 4)
        + "…"
        + key.substring(key.length() - 4);
  }

  private static String checksum(String body) {
    var crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    long rest = crc.getValue();
    var digits = new char[CHECKSUM];
    for (int i = CHECKSUM - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (rest % 62));
      rest /= 62;
    }
    return new String(digits);
  }
}
