package darkroom.fake.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A server that does to each request what its script says, down to the bytes. Keeps the newest of
 * what it was asked; every accepted connection counts, also one that never says anything. Each
 * connection serves one request, on a virtual thread. Thread-safe.
 */
public final class ScriptedServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final long MOST_BODIES = 64L << 20;

  /** What to do with one request. The connection is closed afterwards. */
  @FunctionalInterface
  public interface Script {
    void answer(Asked asked, OutputStream out) throws IOException, InterruptedException;

    /**
     * Comes before, when the body is still unread.
     *
     * @param head the request, with an empty body
     * @throws IOException {@link Drop} or {@link Reset}, to leave without reading the body
     */
    default void arrived(Asked head) throws IOException {}
  }

  /** A script throws it to have the connection closed as it is. */
  public static final class Drop extends IOException {
    public Drop() {
      super("closed by script");
    }
  }

  /** A script throws it to have the connection reset. */
  public static final class Reset extends IOException {
    public Reset() {
      super("reset by script");
    }
  }

  private final ServerSocket listener;
  private final Script script;
  private final String scheme;
  private final AtomicInteger accepted = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Recent<Asked> asked =
      new Recent<>(10_000, MOST_BODIES, request -> request.body().length);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private ScriptedServer(ServerSocket listener, String scheme, Script script) {
    this.listener = listener;
    this.scheme = scheme;
    this.script = script;
    threads.execute(this::accept);
  }

  public static ScriptedServer start(Script script) throws IOException {
    return start(LOOPBACK, 0, script);
  }

  /**
   * @param address of this machine, as numbers
   * @param port 0 for any
   */
  public static ScriptedServer start(String address, int port, Script script) throws IOException {
    return on(listen(address, port), script);
  }

  /** Over a listener of one's own, for a script that has to know its port beforehand. */
  public static ScriptedServer on(ServerSocket listener, Script script) {
    return new ScriptedServer(listener, "http", script);
  }

  /** A listener that is bound; nothing is accepted yet. */
  public static ServerSocket listen(String address, int port) throws IOException {
    var listener = new ServerSocket();
    // a process that takes the place of a killed one must not wait for its connections to time out
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    return listener;
  }

  public static ScriptedServer startTls(SSLContext tls, Script script) throws IOException {
    ServerSocket listener = tls.getServerSocketFactory().createServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), 0));
    return new ScriptedServer(listener, "https", script);
  }

  /**
   * A complete answer with a length.
   *
   * @param statusAndHeaders such as {@code 200 OK}, further lines parted by CR LF
   */
  public static void write(OutputStream out, String statusAndHeaders, byte[] body)
      throws IOException {
    String length = "\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
    out.write(("HTTP/1.1 " + statusAndHeaders + length).getBytes(StandardCharsets.ISO_8859_1));
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
    return accepted.get();
  }

  /** Requests read to their end, oldest first: the newest ten thousand, or 64 MiB of bodies. */
  public List<Asked> asked() {
    return asked.list();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket connection : open) {
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
        accepted.incrementAndGet();
        open.add(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      exchange(connection);
    } catch (IOException e) {
      // the client left, as some tests want it to, or the script did
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(connection);
    }
  }

  private void exchange(Socket connection) throws IOException, InterruptedException {
    OutputStream out = connection.getOutputStream();
    try {
      var reader = new RequestReader(new BufferedInputStream(connection.getInputStream()));
      Asked head = reader.head();
      if (head != null) {
        script.arrived(head);
        Asked request = reader.whole(head, out);
        asked.add(request);
        script.answer(request, out);
        out.flush();
      }
    } catch (Reset e) {
      // closing then sends RST instead of FIN
      connection.setSoLinger(true, 0);
    }
  }
}
