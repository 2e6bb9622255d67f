package darkroom.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A JPEG's segments without those that are no picture (ITU T.81, annex B). Of the application
 * segments stay JFIF without its thumbnail, colour profiles, Adobe's colour transform and, where
 * wanted, C2PA; a turned picture gets an EXIF segment of nothing but its orientation. Four inks
 * without Adobe's segment get one, because browsers show them as if it were there, and other
 * readers guess otherwise. Stateless.
 */
final class JpegCopy {
  private static final int END = 0xd9;
  private static final int SCAN = 0xda;
  private static final int JFIF = 0xe0;
  private static final int PROFILE = 0xe2;
  private static final int PROVENANCE = 0xeb;
  private static final int ADOBE = 0xee;
  private static final int JFIF_BYTES = 14;
  private static final byte[] INKS = "Adobe\0d\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

  private JpegCopy() {}

  static ImageHeader write(Path from, ImageHeader header, boolean provenance, OutputStream to)
      throws IOException {
    try (var in = new ByteSource(from)) {
      to.write(in.bytes(2));
      boolean oriented = header.orientation() == 1;
      boolean adobe = false;
      int scans = 0;
      int marker = marker(in);
      while (marker != END || scans == 0) {
        byte[] payload = payload(in, marker);
        if (marker != JFIF && !oriented) {
          segment(0xe1, orientation(header.orientation()), to);
          oriented = true;
        }
        adobe |= marker == ADOBE;
        if (!adobe && JpegHeader.isFrame(marker) && payload.length > 5 && payload[5] == 4) {
          segment(ADOBE, INKS, to);
        }
        if (marker == JFIF) {
          jfif(payload, to);
        } else if (stays(marker, payload, provenance)) {
          segment(marker, payload, to);
        }
        if (marker == SCAN) {
          scans++;
          JpegScans.check(scans, header.pixels());
          marker = scan(in, to);
        } else {
          marker = marker(in);
        }
      }
      to.write(0xff);
      to.write(END);
      return header;
    }
  }

  private static byte[] payload(ByteSource in, int marker) throws IOException {
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= END)) {
      throw new MalformedPictureException("marker " + marker + " out of place");
    }
    int length = FileWindow.big(in.bytes(2), 0, 2);
    if (length < 2) {
      throw new MalformedPictureException("segment of length " + length);
    }
    return in.bytes(length - 2);
  }

  private static boolean stays(int marker, byte[] payload, boolean provenance) {
    return switch (marker) {
      case PROFILE -> begins(payload, "ICC_PROFILE\0");
      case ADOBE -> begins(payload, "Adobe");
      case PROVENANCE -> provenance && begins(payload, "JP");
      default -> marker < JFIF;
    };
  }

  private static void jfif(byte[] payload, OutputStream to) throws IOException {
    if (begins(payload, "JFIF\0") && payload.length >= JFIF_BYTES) {
      byte[] bare = Arrays.copyOf(payload, JFIF_BYTES);
      bare[JFIF_BYTES - 2] = 0;
      bare[JFIF_BYTES - 1] = 0;
      segment(JFIF, bare, to);
    }
  }

  private static void segment(int marker, byte[] payload, OutputStream to) throws IOException {
    int length = payload.length + 2;
    to.write(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length});
    to.write(payload);
  }

  /** Entropy-coded bytes up to the next marker that is neither stuffing nor a restart. */
  private static int scan(ByteSource in, OutputStream to) throws IOException {
    while (true) {
      int next = in.next();
      if (next != 0xff) {
        to.write(next);
        continue;
      }
      int code = in.next();
      while (code == 0xff) {
        code = in.next();
      }
      if (code != 0 && (code < 0xd0 || code > 0xd7)) {
        return code;
      }
      to.write(0xff);
      to.write(code);
    }
  }

  private static int marker(ByteSource in) throws IOException {
    if (in.next() != 0xff) {
      throw new MalformedPictureException("no marker");
    }
    int code = in.next();
    while (code == 0xff) {
      code = in.next();
    }
    return code;
  }

  /** EXIF 3.0, 4.6: a big-endian directory of one entry. */
  private static byte[] orientation(int value) {
    return ByteBuffer.allocate(32)
        .put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII))
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) value)
        .array();
  }

  private static boolean begins(byte[] payload, String word) {
    byte[] expected = word.getBytes(StandardCharsets.US_ASCII);
    return payload.length >= expected.length
        && Arrays.equals(payload, 0, expected.length, expected, 0, expected.length);
  }
}
