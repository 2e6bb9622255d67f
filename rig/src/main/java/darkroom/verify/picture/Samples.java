package darkroom.verify.picture;

import darkroom.verify.rig.WebpSample;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Good pictures of every kind and many sub-kinds, to be damaged. Stateless. */
final class Samples {
  private static final int SIDE = 48;

  // lossy and animated ones, by which browsers are asked whether they know WebP
  private static final List<String> WEBP =
      List.of(
          "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
          "UklGRkoAAABXRUJQVlA4WAoAAAAQAAAAAAAAAAAAQUxQSAwAAAARBxAR/Q9ERP8DAABWUDggGAAAABQBAJ0BKgEA"
              + "AQAAAP4AAA3AAP7mtQAAAA==",
          "UklGRlIAAABXRUJQVlA4WAoAAAASAAAAAAAAAAAAQU5JTQYAAAD/////AABBTk1GJgAAAAAAAAAAAAAAAAAAAGQA"
              + "AABWUDhMDQAAAC8AAAAQBxAREYiI/gcA");

  private Samples() {}

  static List<byte[]> all(Random random) throws IOException {
    var all = new ArrayList<byte[]>();
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB,
          BufferedImage.TYPE_INT_ARGB,
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_USHORT_GRAY,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_BYTE_BINARY
        }) {
      BufferedImage picture = picture(type, random);
      all.add(written(picture, "png", false));
      all.add(written(picture, "png", true)); // interlaced
      all.add(written(picture, "gif", false));
    }
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
      all.add(written(picture(type, random), "jpeg", false));
      all.add(written(picture(type, random), "jpeg", true)); // progressive
    }
    all.add(exif(written(picture(BufferedImage.TYPE_INT_RGB, random), "jpeg", false), 6));
    WEBP.forEach(text -> all.add(Base64.getDecoder().decode(text)));
    all.add(webp(SIDE, SIDE));
    return all;
  }

  static byte[] webp(int width, int height) {
    byte[] data = WebpSample.lossless(width, height);
    return ByteBuffer.allocate(20 + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(12 + data.length)
        .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
        .putInt(data.length)
        .put(data)
        .array();
  }

  /** The JPEG with an EXIF segment that turns it. */
  static byte[] exif(byte[] jpeg, int orientation) {
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + 36).put(jpeg, 0, 2);
    file.putInt(0xffe10022).put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII));
    file.putInt(8).putShort((short) 1).putInt(0x01120003).putInt(1);
    file.putShort((short) orientation).putShort((short) 0).putInt(0);
    return file.put(jpeg, 2, jpeg.length - 2).array();
  }

  static byte[] written(BufferedImage picture, String format, boolean progressive)
      throws IOException {
    ImageWriter writer = jdkWriter(format);
    var out = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      ImageWriteParam settings = writer.getDefaultWriteParam();
      if (progressive) {
        settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.write(null, new IIOImage(picture, null, null), settings);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private static ImageWriter jdkWriter(String format) throws IOException {
    for (Iterator<ImageWriter> all = ImageIO.getImageWritersByFormatName(format); all.hasNext(); ) {
      ImageWriter writer = all.next();
      if (writer.getClass().getName().startsWith("com.sun")) {
        return writer;
      }
    }
    throw new IOException("no writer for " + format);
  }

  private static BufferedImage picture(int type, Random random) {
    var picture = new BufferedImage(SIDE, SIDE, type);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        picture.setRGB(
            x, y, random.nextInt(4) == 0 ? random.nextInt() : 0xff000000 | (x * y * 300));
      }
    }
    return picture;
  }
}
