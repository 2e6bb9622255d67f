package darkroom.verify.picture;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Requests exactly as written, over one connection that is opened anew when the server closed it.
 * Not thread-safe.
 */
final class RawHttp implements AutoCloseable {
  private static final int SILENCE_MILLIS = 30_000;

  private final int port;
  private Socket socket;
  private InputStream in;

  RawHttp(int port) throws IOException {
    this.port = port;
    open();
  }

  /**
   * What came back.
   *
   * @param headers by their names in lower case
   */
  record Answer(int status, Map<String, String> headers, String body) {}

  /** GET with this target, byte for byte in Latin-1. */
  Answer get(String target) throws IOException {
    return send("GET", target, "");
  }

  /**
   * @param headers whole lines, each with its end
   */
  Answer send(String method, String target, String headers) throws IOException {
    String request =
        method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + headers + "\r\n";
    try {
      return exchange(method, request);
    } catch (IOException closed) {
      socket.close();
      open();
      return exchange(method, request);
    }
  }

  private Answer exchange(String method, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    String first = line();
    int status = Integer.parseInt(first.split(" ", 3)[1]);
    var headers = new HashMap<String, String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    boolean bodiless = method.equals("HEAD") || status == 304 || status == 204;
    int length = bodiless ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("cut off");
    }
    if ("close".equalsIgnoreCase(headers.get("connection"))) {
      socket.close();
      open();
    }
    return new Answer(status, headers, new String(body, StandardCharsets.ISO_8859_1));
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new IOException("closed");
      }
      line.append((char) next);
      next = in.read();
    }
    return line.toString().strip();
  }

  private void open() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(SILENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
