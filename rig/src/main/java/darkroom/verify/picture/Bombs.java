package darkroom.verify.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Small files that want to be huge (threat T12): those beyond a limit have to be refused, those
 * within the limits have to be tamed. Stateless.
 */
final class Bombs {
  private static final int[][] SIZES = {
    {20_000, 20_000}, {65_535, 65_535}, {16_385, 1}, {1, 60_000}, {7_072, 7_072},
    {16_384, 16_384}, {50_001, 1_000}, {10_000, 10_000}, {30_000, 30_000}, {8_000, 8_000},
  };

  private Bombs() {}

  /**
   * One bomb.
   *
   * @param refused whether a limit forbids it; otherwise it may also be drawn from, in bounds
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bomb(String name, byte[] bytes, boolean refused) {}

  static List<Bomb> all() throws IOException {
    var all = new ArrayList<Bomb>();
    byte[] jpeg = jpeg();
    byte[] gif = gif();
    for (int[] size : SIZES) {
      int width = size[0];
      int height = size[1];
      String name = width + "x" + height;
      all.add(new Bomb("png-" + name, png(width, height, new byte[0]), true));
      all.add(new Bomb("jpeg-" + name, sizedJpeg(jpeg, width, height), true));
      all.add(new Bomb("gif-" + name, sizedGif(gif, width, height), true));
      if (Math.max(width, height) <= 16_384) {
        all.add(new Bomb("webp-" + name, Samples.webp(width, height), true));
      }
    }
    for (int[] size : new int[][] {{7_000, 7_000}, {16_384, 3_000}, {4_000, 4_000}}) {
      String name = "tame-" + size[0] + "x" + size[1];
      all.add(new Bomb(name + "-png", png(size[0], size[1], new byte[0]), false));
      all.add(new Bomb(name + "-webp", Samples.webp(size[0], size[1]), false));
      all.add(new Bomb(name + "-jpeg", sizedJpeg(jpeg, size[0], size[1]), false));
    }
    for (String type : List.of("zTXt", "iTXt", "iCCP", "eXIf")) {
      byte[] packed = joined(text("x\0\0"), deflated(64 << 20));
      all.add(new Bomb("png-" + type, png(16, 16, chunk(type, packed)), false));
    }
    all.add(new Bomb("apng-frames", png(16, 16, frames(50_000)), false));
    all.add(new Bomb("gif-frames", gifFrames(gif, 100_000), false));
    all.add(new Bomb("gif-comments", gifComments(gif), true));
    all.add(new Bomb("jpeg-scans", scans(), true));
    all.add(new Bomb("jpeg-segments", segments(jpeg), true));
    for (String head : List.of("BM", "II*\0", "MM\0*", "\0\0\1\0", "8BPS", "\0\0\0\14jP  ")) {
      all.add(new Bomb("other-" + all.size(), joined(text(head), new byte[64]), true));
    }
    all.add(new Bomb("png-no-pixels", png(7_000, 7_000, new byte[0], 0), true));
    while (all.size() < 60) {
      int side = 9_000 + 100 * all.size();
      all.add(new Bomb("png-" + side, png(side, side, new byte[0]), true));
    }
    return all;
  }

  private static byte[] png(int width, int height, byte[] more) {
    return png(width, height, more, Math.min(8 << 20, (long) width * height));
  }

  /** A PNG of one colour with so many bytes of pixels. */
  private static byte[] png(int width, int height, byte[] more, long pixels) {
    byte[] header =
        ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).put((byte) 2).array();
    return joined(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'},
        chunk("IHDR", header),
        more,
        pixels == 0 ? new byte[0] : chunk("IDAT", deflated((int) pixels)),
        chunk("IEND", new byte[0]));
  }

  private static byte[] deflated(int zeros) {
    var deflater = new Deflater(9);
    var out = new ByteArrayOutputStream();
    byte[] piece = new byte[1 << 16];
    byte[] packed = new byte[1 << 16];
    int left = zeros;
    while (!deflater.finished()) {
      if (deflater.needsInput()) {
        int count = Math.min(left, piece.length);
        deflater.setInput(piece, 0, count);
        left -= count;
        if (left == 0) {
          deflater.finish();
        }
      }
      out.write(packed, 0, deflater.deflate(packed));
    }
    deflater.end();
    return out.toByteArray();
  }

  private static byte[] frames(int count) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(chunk("acTL", ByteBuffer.allocate(8).putInt(count).array()));
    byte[] frame = chunk("fdAT", new byte[12]);
    for (int i = 0; i < count; i++) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] named = joined(text(type), data);
    var sum = new CRC32();
    sum.update(named);
    return joined(
        ByteBuffer.allocate(4).putInt(data.length).array(),
        named,
        ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  private static byte[] jpeg() throws IOException {
    return Samples.written(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "jpeg", false);
  }

  private static byte[] gif() throws IOException {
    return Samples.written(new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY), "gif", false);
  }

  private static byte[] sizedJpeg(byte[] jpeg, int width, int height) {
    byte[] copy = jpeg.clone();
    for (int at = 2; at < copy.length - 8; at++) {
      if (copy[at] == (byte) 0xff && copy[at + 1] == (byte) 0xc0) {
        ByteBuffer.wrap(copy).putShort(at + 5, (short) height).putShort(at + 7, (short) width);
        return copy;
      }
    }
    throw new IllegalStateException("no frame header");
  }

  private static byte[] sizedGif(byte[] gif, int width, int height) {
    byte[] copy = gif.clone();
    copy[6] = (byte) width;
    copy[7] = (byte) (width >> 8);
    copy[8] = (byte) height;
    copy[9] = (byte) (height >> 8);
    return copy;
  }

  private static byte[] gifFrames(byte[] gif, int count) {
    byte[] frame = {0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0};
    var all = new ByteArrayOutputStream();
    all.write(gif, 0, gif.length - 1);
    for (int i = 0; i < count; i++) {
      all.writeBytes(frame);
    }
    all.write(0x3b);
    return all.toByteArray();
  }

  private static byte[] gifComments(byte[] gif) {
    int palette = 13 + ((gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1));
    var all = new ByteArrayOutputStream();
    all.write(gif, 0, palette);
    for (int i = 0; i < 100_000; i++) {
      all.writeBytes(new byte[] {0x21, (byte) 0xfe, 1, 'x', 0});
    }
    all.write(gif, palette, gif.length - palette);
    return all.toByteArray();
  }

  /** Ever the same last scan. */
  private static byte[] scans() throws IOException {
    byte[] jpeg =
        Samples.written(new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB), "jpeg", true);
    int last = 0;
    for (int at = 0; at < jpeg.length - 1; at++) {
      if (jpeg[at] == (byte) 0xff && jpeg[at + 1] == (byte) 0xda) {
        last = at;
      }
    }
    byte[] scan = Arrays.copyOfRange(jpeg, last, jpeg.length - 2);
    var all = new ByteArrayOutputStream();
    all.write(jpeg, 0, last);
    for (int i = 0; i < 2_000; i++) {
      all.writeBytes(scan);
    }
    all.write(0xff);
    all.write(0xd9);
    return all.toByteArray();
  }

  private static byte[] segments(byte[] jpeg) {
    var all = new ByteArrayOutputStream();
    all.write(jpeg, 0, 2);
    for (int i = 0; i < 200_000; i++) {
      all.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 2});
    }
    all.write(jpeg, 2, jpeg.length - 2);
    return all.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
