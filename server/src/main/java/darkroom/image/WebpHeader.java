package darkroom.image;

import java.io.IOException;

/**
 * Size of a WebP (RFC 9649). An extended file names its canvas and then holds a bitstream with a
 * size of its own, by which decoders allocate; the two must agree, or a tiny canvas hides a huge
 * picture. Stateless.
 */
final class WebpHeader {
  private static final int MAX_CHUNKS = 100;
  private static final int ANIMATION = 0x02;

  private static final int LOSSY = 0x56503820; // "VP8 "
  private static final int LOSSLESS = 0x5650384c; // "VP8L"
  private static final int EXTENDED = 0x56503858; // "VP8X"
  private static final int FRAME = 0x414e4d46; // "ANMF"

  private WebpHeader() {}

  static ImageHeader read(FileWindow window) throws IOException {
    int type = FileWindow.big(window.bytes(12, 4), 0, 4);
    if (type != EXTENDED) {
      return bitstream(window, 12);
    }
    byte[] extended = window.bytes(20, 10);
    int width = FileWindow.little(extended, 4, 3) + 1;
    int height = FileWindow.little(extended, 7, 3) + 1;
    boolean animated = (extended[0] & ANIMATION) != 0;
    long first = find(window, 30, animated);
    if (animated) {
      checkFrame(window, first, width, height);
    } else {
      ImageHeader inner = bitstream(window, first);
      check(inner.width() == width && inner.height() == height, "canvas and picture differ");
    }
    return HeaderReader.sized(ImageKind.WEBP, width, height, 1);
  }

  private static void checkFrame(FileWindow window, long at, int width, int height)
      throws IOException {
    byte[] frame = window.bytes(at + 8, 16);
    int left = FileWindow.little(frame, 0, 3) * 2;
    int top = FileWindow.little(frame, 3, 3) * 2;
    int frameWidth = FileWindow.little(frame, 6, 3) + 1;
    int frameHeight = FileWindow.little(frame, 9, 3) + 1;
    ImageHeader inner = bitstream(window, find(window, at + 24, false));
    check(inner.width() == frameWidth && inner.height() == frameHeight, "frame and picture differ");
    check(left + frameWidth <= width && top + frameHeight <= height, "frame outside its canvas");
  }

  /** Place of the first chunk with pixels, or of the first frame of an animation. */
  private static long find(FileWindow window, long from, boolean animated) throws IOException {
    long at = from;
    for (int i = 0; i < MAX_CHUNKS; i++) {
      byte[] head = window.bytes(at, 8);
      int type = FileWindow.big(head, 0, 4);
      if (animated ? type == FRAME : type == LOSSY || type == LOSSLESS) {
        return at;
      }
      long length = FileWindow.little(head, 4, 4) & 0xffff_ffffL;
      at += 8 + length + (length & 1);
    }
    throw new MalformedPictureException("no picture within " + MAX_CHUNKS + " chunks");
  }

  /** Size of the bitstream in the chunk at this place. */
  static ImageHeader bitstream(FileWindow window, long at) throws IOException {
    int type = FileWindow.big(window.bytes(at, 4), 0, 4);
    if (type == LOSSLESS) {
      byte[] head = window.bytes(at + 8, 5);
      check(head[0] == 0x2f, "no VP8L signature");
      int bits = FileWindow.little(head, 1, 4);
      return HeaderReader.sized(ImageKind.WEBP, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, 1);
    }
    check(type == LOSSY, "no bitstream");
    byte[] head = window.bytes(at + 8, 10);
    check((head[0] & 1) == 0 && FileWindow.big(head, 3, 3) == 0x9d012a, "no VP8 key frame");
    return HeaderReader.sized(
        ImageKind.WEBP,
        FileWindow.little(head, 6, 2) & 0x3fff,
        FileWindow.little(head, 8, 2) & 0x3fff,
        1);
  }

  private static void check(boolean holds, String otherwise) throws MalformedPictureException {
    if (!holds) {
      throw new MalformedPictureException(otherwise);
    }
  }
}
