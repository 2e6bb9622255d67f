package darkroom.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * A PNG's chunks without those that are no picture (PNG, third edition, 11). What tells how pixels
 * look stays; texts, times, EXIF, private chunks and the further frames of an animation go.
 * Checksums are checked on the way. Stateless.
 */
final class PngCopy {
  private static final Set<String> CRITICAL = Set.of("IHDR", "PLTE", "IDAT", "IEND");
  private static final Set<String> LOOKS =
      Set.of(
          "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "mDCV", "cLLI", "sBIT", "bKGD", "pHYs");
  private static final String PROVENANCE = "caBX";

  private PngCopy() {}

  static ImageHeader write(Path from, ImageHeader header, boolean provenance, OutputStream to)
      throws IOException {
    try (var in = new ByteSource(from)) {
      to.write(in.bytes(8));
      boolean pixels = false;
      while (true) {
        byte[] head = in.bytes(8);
        long length = FileWindow.big(head, 0, 4);
        String type = new String(head, 4, 4, StandardCharsets.ISO_8859_1);
        if (length < 0 || (isCritical(type) && !CRITICAL.contains(type))) {
          throw new MalformedPictureException("unknown chunk");
        }
        boolean stays =
            isCritical(type) || LOOKS.contains(type) || (provenance && type.equals(PROVENANCE));
        chunk(in, head, length, stays ? to : OutputStream.nullOutputStream());
        pixels |= type.equals("IDAT");
        if (type.equals("IEND")) {
          break;
        }
      }
      if (!pixels) {
        throw new MalformedPictureException("no pixels");
      }
      return header;
    }
  }

  private static boolean isCritical(String type) {
    return (type.charAt(0) & 0x20) == 0;
  }

  private static void chunk(ByteSource in, byte[] head, long length, OutputStream to)
      throws IOException {
    to.write(head, 0, 4);
    var sum = new CRC32();
    var checked = new CheckedOutputStream(to, sum);
    checked.write(head, 4, 4);
    in.copy(length, checked);
    byte[] claimed = in.bytes(4);
    if (FileWindow.big(claimed, 0, 4) != (int) sum.getValue()) {
      throw new MalformedPictureException("checksum of a chunk");
    }
    to.write(claimed);
  }
}
