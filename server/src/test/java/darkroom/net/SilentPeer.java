package darkroom.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads a whole POST and closes or resets the connection without a word, which is what makes other
 * clients send it again. It keeps connections open between requests: one with {@code X-Warm} is
 * answered and not counted.
 */
final class SilentPeer implements AutoCloseable {
  private static final int BODY = 4; // "paid"

  private final ServerSocket listener;
  private final boolean reset;
  private final AtomicInteger posts = new AtomicInteger();

  SilentPeer(boolean reset) throws IOException {
    this.reset = reset;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/";
  }

  int posts() {
    return posts.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = listener.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = new BufferedInputStream(connection.getInputStream());
      while (head(in).contains("x-warm")) {
        in.readNBytes(BODY);
        connection
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
                    .getBytes(StandardCharsets.ISO_8859_1));
      }
      if (in.readNBytes(BODY).length == BODY) {
        posts.incrementAndGet();
        connection.setSoLinger(reset, 0);
      }
    } catch (IOException left) {
      // the client closed a connection it needs no more
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }
}
