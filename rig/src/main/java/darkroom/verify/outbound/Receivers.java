package darkroom.verify.outbound;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Receivers of callbacks on loopback, a port each, that keep what came and answer as the first part
 * of the path says: {@code ok}; {@code flaky} (500 twice); {@code busy} (429 and two seconds of
 * patience, once); {@code missing}, {@code moved}, {@code gone}; {@code slow} and {@code late} (200
 * after one second and after six); {@code never}; {@code reset}; {@code endless} (200 and a body
 * without end); {@code drip} (a byte a second); {@code heads} (ten thousand headers); {@code hold}
 * (200 after a while); {@code dead} (reset until {@link #revive}).
 */
final class Receivers implements AutoCloseable {
  /** Less than a try of the victim may take. */
  static final Duration HOLD = Duration.ofSeconds(2);

  private final List<ServerSocket> servers = new ArrayList<>();
  private final ConcurrentLinkedQueue<Callback> callbacks = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> tries = new ConcurrentHashMap<>();
  private final AtomicLong mostTaken = new AtomicLong();
  private volatile boolean alive;

  Receivers(int ports) throws IOException {
    for (int i = 0; i < ports; i++) {
      var server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
      servers.add(server);
      Thread.ofPlatform().daemon().start(() -> serve(server));
    }
  }

  String url(int which, String path) {
    return "http://127.0.0.1:" + servers.get(which % servers.size()).getLocalPort() + path;
  }

  /** In order of arrival. */
  List<Callback> callbacks() {
    return List.copyOf(callbacks);
  }

  /** From now on the dead answer. */
  void revive() {
    alive = true;
  }

  /** The most bytes of an answer without end that were taken before the sender went away. */
  long mostTaken() {
    return mostTaken.get();
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket server : servers) {
      server.close();
    }
  }

  private void serve(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> take(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void take(Socket socket) {
    try (socket) {
      // small, so that what was written is nearly what was read
      socket.setSendBufferSize(4 * 1024);
      Callback callback = read(socket);
      int number = tries.merge(callback.path(), 1, Integer::sum);
      callbacks.add(callback);
      answer(socket, callback.path().split("/", -1)[1], number);
    } catch (IOException gone) {
      // the sender may leave whenever it likes
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Callback read(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("cut off");
      }
      head.append((char) next);
    }
    String[] lines = head.toString().strip().split("\r\n", -1);
    var headers = new HashMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new Callback(
        socket.getLocalPort(),
        lines[0].split(" ", -1)[1],
        Map.copyOf(headers),
        body,
        System.nanoTime());
  }

  private void answer(Socket socket, String mode, int number)
      throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    switch (mode) {
      case "flaky" -> head(out, number > 2 ? "200 OK" : "500 Sorry", "");
      case "busy" -> head(out, number > 1 ? "200 OK" : "429 Busy", "Retry-After: 2\r\n");
      case "missing" -> head(out, "404 Not Found", "");
      case "moved" -> head(out, "301 Moved", "Location: " + url(0, "/ok/redirected") + "\r\n");
      case "gone" -> head(out, "410 Gone", "");
      case "slow" -> {
        TimeUnit.SECONDS.sleep(1);
        head(out, "200 OK", "");
      }
      case "hold" -> {
        TimeUnit.MILLISECONDS.sleep(HOLD.toMillis());
        head(out, "200 OK", "");
      }
      case "late" -> {
        TimeUnit.SECONDS.sleep(6);
        head(out, "200 OK", "");
      }
      case "never" -> TimeUnit.MINUTES.sleep(5);
      case "reset" -> socket.setSoLinger(true, 0);
      case "dead" -> {
        if (alive) {
          head(out, "200 OK", "");
        } else {
          socket.setSoLinger(true, 0);
        }
      }
      case "endless" -> endless(out);
      case "drip" -> {
        out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
        while (true) {
          out.write('x');
          TimeUnit.SECONDS.sleep(1);
        }
      }
      case "heads" -> head(out, "200 OK", "X-Filler: filler\r\n".repeat(10_000));
      default -> head(out, "200 OK", "");
    }
  }

  private void endless(OutputStream out) throws IOException {
    long taken = 0;
    byte[] chunk = new byte[1024];
    try {
      out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        out.write(chunk);
        taken += chunk.length;
      }
    } finally {
      mostTaken.accumulateAndGet(taken, Math::max);
    }
  }

  private static void head(OutputStream out, String status, String headers) throws IOException {
    out.write(
        ("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
