package darkroom.verify.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes a new input out of known ones: bytes flipped, parts cut, doubled, swapped for words,
 * numbers or parts of another input. The same choices for the same random. One thread.
 */
final class Mutator {
  private static final int MOST_BYTES = 64 * 1024;

  /** What breaks readers of any kind. */
  private static final List<String> WORDS =
      List.of(
          "\u0000",
          "\r\n",
          "\t",
          " ",
          "\"",
          "'",
          "\\",
          "/",
          ":",
          ";",
          ",",
          ".",
          "=",
          "@",
          "#",
          "?",
          "%00",
          "%2e%2e%2f",
          "../",
          "[",
          "]",
          "{",
          "}",
          "\ufeff",
          "\u202e",
          "\u2028",
          "\u0130",
          "\u212a",
          "\u0661",
          "\ud83d\ude00",
          "e\u0301",
          "-0",
          "0",
          "1",
          "-1",
          "255",
          "256",
          "65535",
          "65536",
          "2147483647",
          "2147483648",
          "4294967296",
          "9007199254740993",
          "9223372036854775808",
          "1e999",
          "1e-999",
          "0x7f",
          "NaN",
          "null",
          "true");

  private final Random random;
  private final List<byte[]> words;

  Mutator(Random random, Target target) {
    this.random = random;
    words = target.words().stream().map(word -> word.getBytes(target.charset())).toList();
  }

  byte[] grown(byte[] from, byte[] other) {
    byte[] bytes = from;
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      bytes = changed(bytes, other);
    }
    return bytes.length > MOST_BYTES ? Arrays.copyOf(bytes, MOST_BYTES) : bytes;
  }

  private byte[] changed(byte[] from, byte[] other) {
    int at = random.nextInt(from.length + 1);
    int end = Math.min(from.length, at + 1 + random.nextInt(random.nextBoolean() ? 4 : 64));
    byte[] part = Arrays.copyOfRange(from, at, end);
    return switch (random.nextInt(9)) {
      case 0 -> flipped(from);
      case 1 -> replaced(from, at, end, new byte[0]);
      case 2 -> replaced(from, at, at, part);
      case 3 -> replaced(from, at, at, repeated(part));
      case 4 -> replaced(from, at, at, word());
      case 5 -> replaced(from, at, end, word());
      case 6 -> replaced(from, at, from.length, tail(other));
      case 7 -> replaced(from, at, end, noise());
      default -> Arrays.copyOf(from, at);
    };
  }

  private byte[] flipped(byte[] from) {
    byte[] bytes = from.clone();
    if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private byte[] repeated(byte[] part) {
    int times = 1 << random.nextInt(13);
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < times && out.size() < MOST_BYTES; i++) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private byte[] word() {
    return words.isEmpty() || random.nextInt(3) == 0
        ? WORDS.get(random.nextInt(WORDS.size())).getBytes(UTF_8)
        : words.get(random.nextInt(words.size()));
  }

  private byte[] noise() {
    byte[] bytes = new byte[1 + random.nextInt(4)];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] tail(byte[] other) {
    return Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length);
  }

  private static byte[] replaced(byte[] from, int at, int end, byte[] by) {
    byte[] bytes = Arrays.copyOf(from, from.length - (end - at) + by.length);
    System.arraycopy(by, 0, bytes, at, by.length);
    System.arraycopy(from, end, bytes, at + by.length, from.length - end);
    return bytes;
  }
}
