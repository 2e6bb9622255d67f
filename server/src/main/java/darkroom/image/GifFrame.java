package darkroom.image;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The first frame of a GIF and where it stands on the canvas (GIF89a, 18 to 26). The frame may be
 * larger than the logical screen declares, and decoders allocate by the frame; so the canvas holds
 * both.
 */
record GifFrame(int left, int top, int width, int height, int canvasWidth, int canvasHeight) {
  /** Extension blocks before the first frame; a comment of 250 kB passes. */
  private static final int MAX_BLOCKS = 1_000;

  static GifFrame first(Path file) throws IOException {
    try (FileWindow window = FileWindow.open(file)) {
      return first(window);
    }
  }

  static GifFrame first(FileWindow window) throws IOException {
    byte[] screen = window.bytes(6, 7);
    int flags = screen[4] & 0xff;
    long at = 13 + ((flags & 0x80) != 0 ? 3L << ((flags & 7) + 1) : 0);
    for (int blocks = 0; blocks < MAX_BLOCKS; blocks++) {
      switch (window.bytes(at, 1)[0]) {
        case 0x2c -> {
          return frame(screen, window.bytes(at + 1, 8));
        }
        case 0x21 -> {
          at += 2;
          int length;
          do {
            length = window.bytes(at, 1)[0] & 0xff;
            at += 1 + length;
            blocks++;
          } while (length != 0 && blocks < MAX_BLOCKS);
        }
        default -> throw new MalformedPictureException("no frame");
      }
    }
    throw new MalformedPictureException("too many blocks before the first frame");
  }

  private static GifFrame frame(byte[] screen, byte[] descriptor) throws IOException {
    int left = FileWindow.little(descriptor, 0, 2);
    int top = FileWindow.little(descriptor, 2, 2);
    int width = FileWindow.little(descriptor, 4, 2);
    int height = FileWindow.little(descriptor, 6, 2);
    if (width == 0 || height == 0) {
      throw new MalformedPictureException("empty frame");
    }
    return new GifFrame(
        left,
        top,
        width,
        height,
        Math.max(FileWindow.little(screen, 0, 2), left + width),
        Math.max(FileWindow.little(screen, 2, 2), top + height));
  }
}
