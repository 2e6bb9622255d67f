package darkroom.fake.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one request from a connection, in two steps, for a fake may leave between them. */
final class RequestReader {
  /** Bytes; above the largest body that any vendor would take. */
  private static final long MOST = 192L << 20;

  private static final int MOST_HEAD = 64 << 10;
  private static final byte[] GO_ON =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final InputStream in;

  RequestReader(InputStream in) {
    this.in = in;
  }

  /** The request without its body, or null when the client went before it was whole. */
  @Nullable Asked head() throws IOException {
    var bytes = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 4) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      if (bytes.size() == MOST_HEAD) {
        throw new IOException("a head of more than " + MOST_HEAD + " bytes");
      }
      bytes.write(next);
      boolean expected = next == (ends % 2 == 0 ? '\r' : '\n');
      ends = expected ? ends + 1 : next == '\r' ? 1 : 0;
    }
    String[] parts = bytes.toString(StandardCharsets.ISO_8859_1).split("\r\n", 2);
    return new Asked(parts[0], parts[1], new byte[0]);
  }

  /**
   * @param out gets the invitation that a client may wait for before it sends its body
   */
  Asked whole(Asked head, OutputStream out) throws IOException {
    if (has(head, "expect", "100-continue")) {
      out.write(GO_ON);
      out.flush();
    }
    if (has(head, "transfer-encoding", "chunked")) {
      return head.withBody(chunks());
    }
    String length = head.header("content-length");
    return length == null ? head : head.withBody(exactly(number(length, 10)));
  }

  private static boolean has(Asked head, String name, String value) {
    String given = head.header(name);
    return given != null && given.toLowerCase(Locale.ROOT).contains(value);
  }

  private byte[] chunks() throws IOException {
    var whole = new ByteArrayOutputStream();
    while (true) {
      String size = line();
      long length = number(size.split(";", 2)[0].strip(), 16);
      if (length == 0) {
        break;
      }
      if (whole.size() + length > MOST) {
        throw new IOException("a body of more than " + MOST + " bytes");
      }
      whole.write(exactly(length));
      line();
    }
    while (!line().isEmpty()) {
      // trailers mean nothing here
    }
    return whole.toByteArray();
  }

  private static long number(String text, int radix) throws IOException {
    try {
      return Long.parseLong(text, radix);
    } catch (NumberFormatException e) {
      throw new IOException("no length: " + text, e);
    }
  }

  private byte[] exactly(long length) throws IOException {
    if (length < 0 || length > MOST) {
      throw new IOException("a body of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException("the body ended early");
    }
    return bytes;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    while (true) {
      int next = in.read();
      if (next < 0 || line.length() > MOST_HEAD) {
        throw new EOFException("a line without its end");
      }
      if (next == '\n') {
        return line.toString().stripTrailing();
      }
      line.append((char) next);
    }
  }
}
