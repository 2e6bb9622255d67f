package darkroom.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds tag 0x112 in the first directory of an EXIF segment (EXIF 3.0, 4.6; TIFF 6.0). Stateless.
 */
final class ExifOrientation {
  private static final byte[] SIGNATURE = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int TIFF = SIGNATURE.length;
  private static final int TAG = 0x112;
  private static final int SHORT = 3;

  private ExifOrientation() {}

  /**
   * @param segment payload of a JPEG APP1 segment
   * @return 1 to 8; 0 when there is none that can be believed
   */
  static int of(byte[] segment) {
    boolean exif =
        segment.length >= TIFF + 8 && Arrays.equals(segment, 0, TIFF, SIGNATURE, 0, TIFF);
    if (!exif) {
      return 0;
    }
    int order = FileWindow.big(segment, TIFF, 2);
    boolean little = order == 0x4949;
    if ((!little && order != 0x4d4d) || number(segment, TIFF + 2, 2, little) != 42) {
      return 0;
    }
    int directory = number(segment, TIFF + 4, 4, little);
    if (directory < 8 || directory > segment.length - TIFF - 2) {
      return 0;
    }
    int first = TIFF + directory + 2;
    int count = Math.min(number(segment, first - 2, 2, little), (segment.length - first) / 12);
    for (int entry = first; entry < first + count * 12; entry += 12) {
      if (number(segment, entry, 2, little) == TAG
          && number(segment, entry + 2, 2, little) == SHORT) {
        int value = number(segment, entry + 8, 2, little);
        return value >= 1 && value <= 8 ? value : 0;
      }
    }
    return 0;
  }

  private static int number(byte[] bytes, int at, int count, boolean little) {
    return little ? FileWindow.little(bytes, at, count) : FileWindow.big(bytes, at, count);
  }
}
