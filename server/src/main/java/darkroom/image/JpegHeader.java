package darkroom.image;

import java.io.IOException;

/** The segments of a JPEG up to its frame header (ITU T.81, annex B). Stateless. */
final class JpegHeader {
  /** More than any camera writes; each costs a read. */
  private static final int MAX_SEGMENTS = 1_000;

  private static final int END = 0xd9;
  private static final int SCAN = 0xda;
  private static final int APP1 = 0xe1;

  private JpegHeader() {}

  static ImageHeader read(FileWindow window) throws IOException {
    long at = 2;
    int orientation = 0;
    for (int i = 0; i < MAX_SEGMENTS; i++) {
      at = skipFill(window, at);
      int marker = window.bytes(at, 1)[0] & 0xff;
      if (marker == END || marker == SCAN) {
        break;
      }
      if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
        at += 1;
        continue;
      }
      int length = FileWindow.big(window.bytes(at + 1, 2), 0, 2);
      if (length < 2) {
        throw new MalformedPictureException("segment of length " + length);
      }
      if (isFrame(marker)) {
        byte[] frame = window.bytes(at + 3, 5);
        int height = FileWindow.big(frame, 1, 2);
        int width = FileWindow.big(frame, 3, 2);
        return HeaderReader.sized(ImageKind.JPEG, width, height, Math.max(1, orientation));
      }
      if (marker == APP1 && orientation == 0) {
        orientation = ExifOrientation.of(window.bytes(at + 3, length - 2));
      }
      at += 1 + length;
    }
    throw new MalformedPictureException("no frame header");
  }

  /** From a marker's 0xff, of which there may be several, to its code. */
  private static long skipFill(FileWindow window, long from) throws IOException {
    long at = from;
    if (window.bytes(at, 1)[0] != (byte) 0xff) {
      throw new MalformedPictureException("no marker at " + at);
    }
    for (int i = 0; i < 64; i++) {
      at++;
      if (window.bytes(at, 1)[0] != (byte) 0xff) {
        return at;
      }
    }
    throw new MalformedPictureException("fill bytes without end");
  }

  /** SOF0 to SOF15 without DHT, JPG and DAC, which share the range. */
  static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }
}
