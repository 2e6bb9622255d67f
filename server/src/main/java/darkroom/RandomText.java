package darkroom;

import java.security.SecureRandom;

/** Names and tokens nobody can guess. Thread-safe. */
final class RandomText {
  private static final String BASE_62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz";

  private final SecureRandom random;

  RandomText(SecureRandom random) {
    this.random = random;
  }

  String base62(int length) {
    return text(length, BASE_62);
  }

  String base36(int length) {
    return text(length, BASE_36);
  }

  private String text(int length, String alphabet) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
