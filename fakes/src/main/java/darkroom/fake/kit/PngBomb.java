package darkroom.fake.kit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A small PNG that is well formed up to its size: 20000 x 20000 pixels of grey. Stateless. */
final class PngBomb {
  private static final int SIDE = 20_000;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

  private PngBomb() {}

  static byte[] bytes() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    byte[] header = ByteBuffer.allocate(13).putInt(SIDE).putInt(SIDE).put((byte) 8).array();
    chunk(out, "IHDR", header);
    chunk(out, "IDAT", deflated(new byte[SIDE + 1]));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static byte[] deflated(byte[] data) {
    try (var deflater = new Deflater()) {
      deflater.setInput(data);
      deflater.finish();
      byte[] buffer = new byte[data.length];
      int length = deflater.deflate(buffer);
      return Arrays.copyOf(buffer, length);
    }
  }
}
