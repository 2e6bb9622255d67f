package darkroom.verify.rig;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** What the engine mock hands out as a picture: a true one, or one of the lies of T16. */
public final class Lies {
  /** Every lie there is. */
  public static final List<String> ALL =
      List.of(
          "empty",
          "html",
          "json",
          "text",
          "svg",
          "pdf",
          "gif-only-head",
          "png-half",
          "png-head",
          "png-no-end",
          "png-bad-crc",
          "png-bomb",
          "png-zero",
          "png-tail-script",
          "jpeg-head",
          "jpeg-half",
          "bmp",
          "tiff",
          "gzip",
          "zeros",
          "jpeg-short-scan",
          "png-short-data",
          "png-tail-endless",
          "webp-other-canvas",
          "ico");

  private static final int SIDE = 96;

  private Lies() {}

  /** A small true PNG, different for every seed. */
  public static byte[] picture(long seed) {
    return encoded(seed, "png");
  }

  /** The bytes of one lie; an unknown name gives none. */
  public static byte[] of(String lie) {
    if (lie.startsWith("poly-")) {
      return Polyglots.of(lie);
    }
    byte[] png = picture(7);
    byte[] jpeg = encoded(7, "jpeg");
    return switch (lie) {
      case "html" -> text("<!doctype html><script>alert(1)</script>");
      case "json" -> text("{\"error\": \"busy\"}");
      case "text" -> text("your picture is on its way");
      case "svg" -> text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");
      case "pdf" -> text("%PDF-1.7\n%%EOF\n");
      case "gif-only-head" -> text("GIF89a");
      case "png-half" -> Arrays.copyOf(png, png.length / 2);
      case "png-head" -> Arrays.copyOf(png, 33);
      case "png-no-end" -> Arrays.copyOf(png, png.length - 12);
      case "png-bad-crc" -> flipped(png);
      case "png-bomb" -> sized(png, 60_000, 60_000);
      case "png-zero" -> sized(png, 0, 0);
      case "png-tail-script" -> joined(png, text("<script>alert(1)</script>"));
      case "jpeg-head" -> Arrays.copyOf(jpeg, 20);
      case "jpeg-half" -> Arrays.copyOf(jpeg, jpeg.length / 2);
      case "bmp" -> encoded(7, "bmp");
      case "tiff" -> encoded(7, "tiff");
      case "gzip" -> joined(new byte[] {0x1f, (byte) 0x8b, 8, 0}, png);
      case "zeros" -> new byte[4096];
      case "jpeg-short-scan" ->
          joined(Arrays.copyOf(jpeg, jpeg.length * 2 / 3), new byte[] {(byte) 0xff, (byte) 0xd9});
      case "png-short-data" -> sized(png, SIDE, 9 * SIDE);
      case "png-tail-endless" -> joined(png, new byte[24 << 20]);
      case "webp-other-canvas" -> webp();
      case "large" -> large();
      case "ico" -> joined(new byte[] {0, 0, 1, 0, 1, 0, SIDE, SIDE, 0, 0, 1, 0, 32, 0}, png);
      default -> new byte[0];
    };
  }

  static byte[] encoded(long seed, String format) {
    var random = new Random(seed);
    var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A true PNG of about 17 MB, for slow readers. */
  private static byte[] large() {
    var pixels = new byte[2_400 * (3 * 2_400 + 1)];
    var deflater = new java.util.zip.Deflater(0);
    deflater.setInput(pixels);
    deflater.finish();
    var packed = new byte[pixels.length + (1 << 16)];
    int length = deflater.deflate(packed);
    deflater.end();
    ByteBuffer header = ByteBuffer.allocate(13).putInt(2_400).putInt(2_400);
    header.put((byte) 8).put((byte) 2);
    var file = ByteBuffer.allocate(length + 100).putInt(0x89504e47).putInt(0x0d0a1a0a);
    chunk("IHDR", header.array(), file);
    chunk("IDAT", Arrays.copyOf(packed, length), file);
    chunk("IEND", new byte[0], file);
    return Arrays.copyOf(file.array(), file.position());
  }

  private static void chunk(String type, byte[] data, ByteBuffer into) {
    var crc = new CRC32();
    crc.update(text(type));
    crc.update(data);
    into.putInt(data.length).put(text(type)).put(data).putInt((int) crc.getValue());
  }

  /** A canvas of 9x9 around a bitstream of 16384x16384. */
  private static byte[] webp() {
    ByteBuffer file = ByteBuffer.allocate(48).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    file.put(text("RIFF")).putInt(40).put(text("WEBPVP8X")).putInt(10);
    file.put(24, (byte) 8).put(27, (byte) 8).position(30);
    return file.put(text("VP8L")).putInt(9).put((byte) 0x2f).putInt(0x0fff_ffff).array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static byte[] flipped(byte[] png) {
    byte[] copy = png.clone();
    copy[copy.length / 2] ^= 0x40;
    return copy;
  }

  /** The same file with another size in its header, its checksum made good. */
  private static byte[] sized(byte[] png, int width, int height) {
    ByteBuffer copy = ByteBuffer.wrap(png.clone());
    copy.putInt(16, width).putInt(20, height);
    var crc = new CRC32();
    crc.update(copy.array(), 12, 17);
    copy.putInt(29, (int) crc.getValue());
    return copy.array();
  }
}
