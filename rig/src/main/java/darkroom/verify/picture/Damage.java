package darkroom.verify.picture;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

/** Ways to damage a picture, drawn by chance: what a bad disk does, and what a liar does. */
final class Damage {
  private final Random random;

  Damage(Random random) {
    this.random = random;
  }

  byte[] of(byte[] picture) {
    return switch (random.nextInt(9)) {
      case 0 -> Arrays.copyOf(picture, random.nextInt(picture.length));
      case 1 -> flipped(picture, 1);
      case 2 -> flipped(picture, 1 + random.nextInt(20));
      case 3 -> number(picture, random.nextInt(Math.min(64, picture.length)));
      case 4 -> number(picture, random.nextInt(picture.length));
      case 5 -> without(picture);
      case 6 -> twice(picture);
      case 7 -> filled(picture);
      default -> trueSums(number(picture, random.nextInt(picture.length)));
    };
  }

  private byte[] flipped(byte[] picture, int bits) {
    byte[] copy = picture.clone();
    for (int i = 0; i < bits; i++) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  /** A length, size or count that lies. */
  private byte[] number(byte[] picture, int at) {
    byte[] copy = picture.clone();
    int[] lies = {0, 1, 0xff, 0xffff, 0x7fffffff, 0x80000000, -1, 0x4000, random.nextInt()};
    int lie = lies[random.nextInt(lies.length)];
    int count = 1 << random.nextInt(3);
    for (int i = 0; i < count && at + i < copy.length; i++) {
      copy[at + i] = (byte) (lie >> (8 * i));
    }
    return copy;
  }

  private byte[] without(byte[] picture) {
    int from = random.nextInt(picture.length);
    int to = Math.min(picture.length, from + 1 + random.nextInt(64));
    ByteBuffer rest = ByteBuffer.allocate(picture.length - (to - from));
    return rest.put(picture, 0, from).put(picture, to, picture.length - to).array();
  }

  private byte[] twice(byte[] picture) {
    int from = random.nextInt(picture.length);
    int count = Math.min(picture.length - from, 1 + random.nextInt(256));
    return ByteBuffer.allocate(picture.length + count)
        .put(picture, 0, from + count)
        .put(picture, from, picture.length - from)
        .array();
  }

  private byte[] filled(byte[] picture) {
    byte[] copy = picture.clone();
    int from = random.nextInt(copy.length);
    Arrays.fill(
        copy, from, Math.min(copy.length, from + random.nextInt(200)), (byte) random.nextInt());
    return copy;
  }

  /** A PNG whose checksums are made good again, so that readers get past them. */
  private static byte[] trueSums(byte[] picture) {
    ByteBuffer file = ByteBuffer.wrap(picture);
    int at = 8;
    while (picture.length > 8 && picture[1] == 'P' && at + 12 <= picture.length) {
      int length = file.getInt(at);
      if (length < 0 || length > picture.length - at - 12) {
        break;
      }
      var sum = new CRC32();
      sum.update(picture, at + 4, length + 4);
      file.putInt(at + 8 + length, (int) sum.getValue());
      at += 12 + length;
    }
    return picture;
  }
}
