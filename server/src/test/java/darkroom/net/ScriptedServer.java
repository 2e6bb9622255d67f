package darkroom.net;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A server that does to each request what its script says, down to the bytes. Keeps what it was
 * asked; every accepted connection counts, also one that never says anything.
 */
public final class ScriptedServer implements AutoCloseable {

  /** What to do with one request. The connection is closed afterwards. */
  @FunctionalInterface
  public interface Script {
    void answer(Asked asked, OutputStream out) throws IOException, InterruptedException;
  }

  /** A request as it came. */
  public record Asked(String line, String headers, String body) {
    public String path() {
      return line.split(" ", 3)[1];
    }
  }

  /** A script throws it to have the connection reset. */
  public static final class Reset extends IOException {
    public Reset() {
      super("reset by script");
    }
  }

  static {
    // the library's wire log would print every byte of every test
    ((Logger) LoggerFactory.getLogger("org.apache.hc")).setLevel(Level.WARN);
  }

  private final ServerSocket listener;
  private final Script script;
  private final String scheme;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private ScriptedServer(ServerSocket listener, String scheme, Script script) {
    this.listener = listener;
    this.scheme = scheme;
    this.script = script;
    threads.execute(this::accept);
  }

  public static ScriptedServer start(Script script) throws IOException {
    return start("127.0.0.1", 0, script);
  }

  public static ScriptedServer start(String address, int port, Script script) throws IOException {
    var listener = new ServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    return new ScriptedServer(listener, "http", script);
  }

  public static ScriptedServer startTls(SSLContext tls, Script script) throws IOException {
    ServerSocket listener = tls.getServerSocketFactory().createServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    return new ScriptedServer(listener, "https", script);
  }

  /** A complete answer with a length. */
  public static void write(OutputStream out, String statusAndHeaders, byte[] body)
      throws IOException {
    out.write(
        ("HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
  }

  public static void write(OutputStream out, String statusAndHeaders, String body)
      throws IOException {
    write(out, statusAndHeaders, body.getBytes(StandardCharsets.UTF_8));
  }

  public int port() {
    return listener.getLocalPort();
  }

  public String url(String host, String path) {
    return scheme + "://" + host + ":" + port() + path;
  }

  public int connections() {
    return connections.size();
  }

  public List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket connection : connections) {
      connection.close();
    }
    // scripts that wait for something wait no longer
    threads.shutdownNow();
    threads.close();
  }

  private void accept() {
    while (true) {
      try {
        Socket connection = listener.accept();
        connections.add(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      Asked request = read(new BufferedInputStream(connection.getInputStream()));
      if (request != null) {
        asked.add(request);
        answer(request, connection);
      }
    } catch (IOException e) {
      // the client left, as some tests want it to
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(Asked request, Socket connection) throws IOException, InterruptedException {
    OutputStream out = connection.getOutputStream();
    try {
      script.answer(request, out);
      out.flush();
    } catch (Reset e) {
      // closing then sends RST instead of FIN
      connection.setSoLinger(true, 0);
    }
  }

  private static @Nullable Asked read(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.write(next);
    }
    String[] parts = head.toString(StandardCharsets.ISO_8859_1).split("\r\n", 2);
    String headers = parts[1].toLowerCase(java.util.Locale.ROOT);
    var length = java.util.regex.Pattern.compile("content-length: (\\d+)").matcher(headers);
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return new Asked(parts[0], headers, new String(body, StandardCharsets.UTF_8));
  }
}
