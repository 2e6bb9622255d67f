package darkroom.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Counts the scans of a JPEG. A progressive picture may repeat cheap scans over all its pixels; a
 * few kilobytes then cost minutes. Encoders write about ten. Stateless.
 */
final class JpegScans {
  static final int MOST = 100;

  /** A scan costs some nanoseconds for each pixel; this is about ten seconds of them. */
  private static final long MOST_PIXELS = 2_000_000_000;

  private JpegScans() {}

  /**
   * Reads the file through once.
   *
   * @throws MalformedPictureException when it has more than any encoder writes
   */
  static void check(Path file, long pixels) throws IOException {
    int scans = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      int before = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        // may also count inside a thumbnail or a comment, which is why the limit is generous
        if (before == 0xff && next == 0xda) {
          check(++scans, pixels);
        }
        before = next;
      }
    }
  }

  /** The same for scans that somebody else counted. */
  static void check(int scans, long pixels) throws MalformedPictureException {
    if (scans > MOST || scans * pixels > MOST_PIXELS) {
      throw new MalformedPictureException(scans + " scans of " + pixels + " pixels");
    }
  }
}
