package darkroom.image;

import java.io.IOException;
import java.nio.file.Path;

/** The segments of a JPEG up to its first scan (ITU T.81, annex B). Stateless. */
final class JpegHeader {
  /** More than any camera writes; each costs a read. */
  private static final int MAX_SEGMENTS = 1_000;

  private static final int BASELINE = 0xc0;
  private static final int EXTENDED = 0xc1;
  private static final int END = 0xd9;
  private static final int SCAN = 0xda;
  private static final int APP1 = 0xe1;

  private JpegHeader() {}

  /**
   * A marker with what follows it.
   *
   * @param at place of the payload
   * @param length of the payload; 0 for a marker that stands alone
   */
  private record Segment(int marker, long at, int length) {
    long end() {
      return at + length;
    }
  }

  static ImageHeader read(FileWindow window) throws IOException {
    long at = 2;
    int orientation = 0;
    for (int i = 0; i < MAX_SEGMENTS; i++) {
      Segment segment = segment(window, at);
      int marker = segment.marker();
      if (marker == END || marker == SCAN) {
        break;
      }
      if (isFrame(marker)) {
        byte[] frame = window.bytes(segment.at(), 5);
        int height = FileWindow.big(frame, 1, 2);
        int width = FileWindow.big(frame, 3, 2);
        return HeaderReader.sized(ImageKind.JPEG, width, height, Math.max(1, orientation));
      }
      if (marker == APP1 && orientation == 0) {
        orientation = ExifOrientation.of(window.bytes(segment.at(), segment.length()));
      }
      at = segment.end();
    }
    throw new MalformedPictureException("no frame header");
  }

  /**
   * Whether a decoder can do with a few rows at a time: a sequential frame whose first scan has all
   * components. Of any other, and of one that we do not understand, it keeps everything that it has
   * read, for later scans to refine.
   */
  static boolean isOnePass(Path file) throws IOException {
    try (FileWindow window = FileWindow.open(file)) {
      long at = 2;
      int components = 0;
      for (int i = 0; i < MAX_SEGMENTS; i++) {
        Segment segment = segment(window, at);
        int marker = segment.marker();
        if (marker == SCAN) {
          return components > 0 && window.bytes(segment.at(), 1)[0] == components;
        }
        if (isFrame(marker)) {
          if (marker != BASELINE && marker != EXTENDED) {
            return false;
          }
          components = window.bytes(segment.at() + 5, 1)[0];
        }
        at = segment.end();
      }
      return false;
    } catch (MalformedPictureException e) {
      return false;
    }
  }

  private static Segment segment(FileWindow window, long from) throws IOException {
    long at = skipFill(window, from);
    int marker = window.bytes(at, 1)[0] & 0xff;
    if (marker == 0x01 || (marker >= 0xd0 && marker <= END)) {
      return new Segment(marker, at + 1, 0);
    }
    if (marker == SCAN) {
      return new Segment(marker, at + 3, 0);
    }
    int length = FileWindow.big(window.bytes(at + 1, 2), 0, 2);
    if (length < 2) {
      throw new MalformedPictureException("segment of length " + length);
    }
    return new Segment(marker, at + 3, length - 2);
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
