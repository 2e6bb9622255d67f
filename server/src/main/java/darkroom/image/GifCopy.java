package darkroom.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The first frame of a GIF with its palette and transparency, and nothing else (GIF89a, 17 to 27):
 * comments, application data and further frames go. Stateless.
 */
final class GifCopy {
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2c;
  private static final int TRAILER = 0x3b;
  private static final int CONTROL = 0xf9;

  private GifCopy() {}

  static ImageHeader write(Path from, ImageHeader header, OutputStream to) throws IOException {
    try (var in = new ByteSource(from)) {
      byte[] screen = in.bytes(13);
      to.write(screen);
      in.copy(paletteBytes(screen[10]), to);
      byte[] control = {};
      while (true) {
        switch (in.next()) {
          case EXTENSION -> control = extension(in, control);
          case FRAME -> {
            to.write(control);
            frame(in, to);
            to.write(TRAILER);
            return header;
          }
          default -> throw new MalformedPictureException("no frame");
        }
      }
    }
  }

  /** The latest graphic control extension, as it is to stand before the frame. */
  private static byte[] extension(ByteSource in, byte[] before) throws IOException {
    if (in.next() != CONTROL) {
      blocks(in, OutputStream.nullOutputStream());
      return before;
    }
    byte[] body = in.bytes(6);
    if (body[0] != 4 || body[5] != 0) {
      throw new MalformedPictureException("graphic control of a wrong size");
    }
    byte[] whole = new byte[8];
    whole[0] = EXTENSION;
    whole[1] = (byte) CONTROL;
    System.arraycopy(body, 0, whole, 2, body.length);
    return whole;
  }

  private static void frame(ByteSource in, OutputStream to) throws IOException {
    to.write(FRAME);
    byte[] descriptor = in.bytes(9);
    to.write(descriptor);
    in.copy(paletteBytes(descriptor[8]), to);
    to.write(in.next()); // size of the first code
    blocks(in, to);
  }

  private static void blocks(ByteSource in, OutputStream to) throws IOException {
    int length;
    do {
      length = in.next();
      to.write(length);
      in.copy(length, to);
    } while (length != 0);
  }

  private static long paletteBytes(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
  }
}
