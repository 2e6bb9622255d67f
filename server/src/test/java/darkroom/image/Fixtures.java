package darkroom.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures made in code, good ones and bad ones. */
final class Fixtures {
  // the four one-pixel files by which browsers are asked whether they know WebP
  static final byte[] WEBP_LOSSY =
      base64("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
  static final byte[] WEBP_ALPHA =
      base64(
          "UklGRkoAAABXRUJQVlA4WAoAAAAQAAAAAAAAAAAAQUxQSAwAAAARBxAR/Q9ERP8DAABWUDggGAAAABQBAJ0BKgEAAQAA"
              + "AP4AAA3AAP7mtQAAAA==");
  static final byte[] WEBP_ANIMATED =
      base64(
          "UklGRlIAAABXRUJQVlA4WAoAAAASAAAAAAAAAAAAQU5JTQYAAAD/////AABBTk1GJgAAAAAAAAAAAAAAAAAAAGQAAABW"
              + "UDhMDQAAAC8AAAAQBxAREYiI/gcA");

  private Fixtures() {}

  /** Red, green, blue and black quarters: top left, top right, bottom left, bottom right. */
  static BufferedImage quarters(int width, int height, int type) {
    var picture = new BufferedImage(width, height, type);
    Graphics2D graphics = picture.createGraphics();
    fill(graphics, Color.RED, 0, 0, width, height);
    fill(graphics, Color.GREEN, width / 2, 0, width, height);
    fill(graphics, Color.BLUE, 0, height / 2, width, height);
    fill(graphics, Color.BLACK, width / 2, height / 2, width, height);
    graphics.dispose();
    return picture;
  }

  private static void fill(Graphics2D graphics, Color color, int x, int y, int width, int height) {
    graphics.setColor(color);
    graphics.fillRect(x, y, width - x, height - y);
  }

  static byte[] encoded(BufferedImage picture, String format) throws IOException {
    var out = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, format, out)) {
      throw new IOException("no writer for " + format);
    }
    return out.toByteArray();
  }

  static byte[] png(int width, int height) throws IOException {
    return encoded(quarters(width, height, BufferedImage.TYPE_INT_RGB), "png");
  }

  static byte[] jpeg(int width, int height) throws IOException {
    return encoded(quarters(width, height, BufferedImage.TYPE_INT_RGB), "jpeg");
  }

  static byte[] gif(int width, int height) throws IOException {
    return encoded(quarters(width, height, BufferedImage.TYPE_INT_RGB), "gif");
  }

  /** CMYK as Photoshop writes it: an Adobe segment, and values that count paper instead of ink. */
  static byte[] cmykJpeg(int width, int height, int[] cmyk) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, Arrays.stream(cmyk).map(ink -> 255 - ink).toArray());
      }
    }
    byte[] adobe = "Adobe\0d\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    return withSegment(written(new IIOImage(raster, null, null), false), 0xee, adobe);
  }

  static byte[] progressiveJpeg(int width, int height) throws IOException {
    return written(
        new IIOImage(quarters(width, height, BufferedImage.TYPE_INT_RGB), null, null), true);
  }

  private static byte[] written(IIOImage image, boolean progressive) throws IOException {
    ImageWriter writer =
        java.util.stream.Stream.generate(ImageIO.getImageWritersByFormatName("jpeg")::next)
            .filter(w -> w.getClass().getName().startsWith("com.sun"))
            .findFirst()
            .orElseThrow();
    var out = new ByteArrayOutputStream();
    ImageWriteParam param = writer.getDefaultWriteParam();
    if (progressive) {
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, image, param);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** The JPEG with an EXIF segment that holds nothing but an orientation. */
  static byte[] oriented(byte[] jpeg, int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
    tiff.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8);
    tiff.putShort((short) 1);
    tiff.putShort((short) 0x112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0);
    tiff.putInt(0);
    return withSegment(
        jpeg, 0xe1, joined("Exif\0\0".getBytes(StandardCharsets.US_ASCII), tiff.array()));
  }

  static byte[] withSegment(byte[] jpeg, int marker, byte[] payload) {
    ByteBuffer head = ByteBuffer.allocate(4);
    head.put((byte) 0xff).put((byte) marker).putShort((short) (payload.length + 2));
    return joined(
        Arrays.copyOf(jpeg, 2), head.array(), payload, Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  /** The PNG with a chunk after its header. */
  static byte[] withChunk(byte[] png, String type, byte[] data) {
    return joined(
        Arrays.copyOf(png, 33), chunk(type, data), Arrays.copyOfRange(png, 33, png.length));
  }

  /** The PNG with a colour profile. */
  static byte[] pngWithProfile(byte[] png, byte[] profile) {
    var packed = new ByteArrayOutputStream();
    try (var deflated = new java.util.zip.DeflaterOutputStream(packed)) {
      deflated.write(profile);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return withChunk(png, "iCCP", joined(new byte[] {'p', 0, 0}, packed.toByteArray()));
  }

  /** The JPEG with a colour profile, in one piece. */
  static byte[] jpegWithProfile(byte[] jpeg, byte[] profile) {
    byte[] head = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.US_ASCII);
    return withSegment(jpeg, 0xe2, joined(head, profile));
  }

  /** An extended lossless WebP of one colour in a profile's space. */
  static byte[] webpWithProfile(int side, int red, int green, int blue, byte[] profile) {
    byte[] extended = new byte[10];
    extended[0] = 0x20;
    extended[4] = (byte) (side - 1);
    extended[7] = (byte) (side - 1);
    return riff(
        joined(
            riffChunk("VP8X", extended),
            riffChunk("ICCP", profile),
            riffChunk("VP8L", lossless(side, side, red, green, blue))));
  }

  /** An extended WebP of one still picture with two more chunks. */
  static byte[] webpWithMetadata(int width, int height, byte[] exif, byte[] xmp) {
    byte[] extended = new byte[10];
    extended[0] = 0x0c;
    extended[4] = (byte) (width - 1);
    extended[7] = (byte) (height - 1);
    return riff(
        joined(
            riffChunk("VP8X", extended),
            riffChunk("VP8L", lossless(width, height, 1, 2, 3)),
            riffChunk("EXIF", exif),
            riffChunk("XMP ", xmp)));
  }

  /** A few bytes that declare a huge picture, with a valid but much too short body. */
  static byte[] pngBomb(int width, int height) {
    byte[] header =
        ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).put((byte) 2).array();
    var deflater = new Deflater(9);
    deflater.setInput(new byte[100_000]);
    deflater.finish();
    byte[] packed = new byte[10_000];
    int length = deflater.deflate(packed);
    deflater.end();
    return joined(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'},
        chunk("IHDR", header),
        chunk("IDAT", Arrays.copyOf(packed, length)),
        chunk("IEND", new byte[0]));
  }

  static byte[] chunk(String type, byte[] data) {
    byte[] named = joined(type.getBytes(StandardCharsets.US_ASCII), data);
    var crc = new CRC32();
    crc.update(named);
    return joined(
        ByteBuffer.allocate(4).putInt(data.length).array(),
        named,
        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /**
   * A lossless WebP of one colour: with one symbol in each of its five codes, a pixel costs no bits
   * (RFC 9649, 3.7.2), so any size fits about twenty bytes.
   */
  static byte[] webp(int width, int height, int red, int green, int blue) {
    return riff(riffChunk("VP8L", lossless(width, height, red, green, blue)));
  }

  /** As above, but with two greens to choose from, one bit a pixel, and no bits there. */
  static byte[] webpBeyondItsEnd(int width, int height) {
    var bits = size(width, height);
    bits.put(1, 1).put(1, 1).put(1, 1).put(7, 8).put(8, 8);
    for (int i = 0; i < 3; i++) {
      bits.put(1, 1).put(0, 1).put(1, 1).put(255, 8);
    }
    bits.put(1, 1).put(0, 1).put(0, 1).put(0, 1);
    return riff(riffChunk("VP8L", bits.bytes()));
  }

  /** An extended file that declares one canvas and holds another picture. */
  static byte[] webpLyingCanvas(int canvas, int width, int height) {
    byte[] extended = new byte[10];
    extended[4] = (byte) (canvas - 1);
    extended[7] = (byte) (canvas - 1);
    return riff(
        joined(riffChunk("VP8X", extended), riffChunk("VP8L", lossless(width, height, 1, 2, 3))));
  }

  private static byte[] lossless(int width, int height, int red, int green, int blue) {
    var bits = size(width, height);
    for (int symbol : new int[] {green, red, blue, 255}) {
      bits.put(1, 1).put(0, 1).put(1, 1).put(symbol, 8);
    }
    bits.put(1, 1).put(0, 1).put(0, 1).put(0, 1); // distance code: symbol 0
    return bits.bytes();
  }

  private static Bits size(int width, int height) {
    var bits = new Bits();
    bits.put(0x2f, 8).put(width - 1, 14).put(height - 1, 14);
    bits.put(0, 1).put(0, 3); // no alpha, version
    return bits.put(0, 1).put(0, 1).put(0, 1); // no transform, no colour cache, one set of codes
  }

  private static final class Bits {
    private final java.util.BitSet set = new java.util.BitSet();
    private int length;

    Bits put(int value, int count) {
      for (int i = 0; i < count; i++) {
        set.set(length++, (value >> i & 1) != 0);
      }
      return this;
    }

    byte[] bytes() {
      // some slack, for readers that look ahead
      return Arrays.copyOf(set.toByteArray(), length / 8 + 9);
    }
  }

  static byte[] riff(byte[] chunks) {
    ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    head.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(chunks.length + 4);
    head.put("WEBP".getBytes(StandardCharsets.US_ASCII));
    return joined(head.array(), chunks);
  }

  static byte[] riffChunk(String type, byte[] data) {
    ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    head.put(type.getBytes(StandardCharsets.US_ASCII)).putInt(data.length);
    return joined(head.array(), data, new byte[data.length % 2]);
  }

  static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] base64(String text) {
    return Base64.getDecoder().decode(text);
  }
}
