package darkroom;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Receives callbacks on loopback, keeps them as they came, and answers by script. Thread-safe. */
final class CallbackSink implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Integer>> scripts = new ConcurrentHashMap<>();
  private final CountDownLatch open = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final Set<String> cut = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final String host;

  /** One callback. */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  record Received(String method, String path, Headers headers, byte[] body) {

    String header(String name) {
      return Optional.ofNullable(headers.getFirst(name)).orElse("");
    }

    JsonNode json() {
      return MAPPER.readTree(body);
    }
  }

  private CallbackSink(String host, boolean answering) {
    this.host = host;
    if (answering) {
      open.countDown();
    }
    try {
      server = HttpServer.create(new InetSocketAddress(host, 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  /** Answers 200 unless told otherwise. */
  static CallbackSink open() {
    return new CallbackSink("127.0.0.1", true);
  }

  /** Takes every request and answers none of them until it is closed. */
  static CallbackSink silent(String host) {
    return new CallbackSink(host, false);
  }

  /** Scripts the answers to the first requests for this path; 307 points to {@code /elsewhere}. */
  void answer(String path, Integer... statuses) {
    scripts.put(path, new ArrayDeque<>(List.of(statuses)));
  }

  /** Requests for this path get no answer until it is closed. */
  void hold(String path) {
    held.add(path);
  }

  /** Answers for this path promise a body and break off before it comes. */
  void cut(String path) {
    cut.add(path);
  }

  String url(String path) {
    return "http://" + host + ":" + server.getAddress().getPort() + path;
  }

  List<Received> received(String path) {
    return received.stream().filter(one -> one.path().equals(path)).toList();
  }

  List<Received> await(String path, int count) {
    return Await.value(
        count + " callbacks to " + path,
        () -> Optional.of(received(path)).filter(all -> all.size() >= count));
  }

  @Override
  public void close() {
    open.countDown();
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      received.add(
          new Received(exchange.getRequestMethod(), path, exchange.getRequestHeaders(), body));
      open.await();
      if (held.contains(path)) {
        closing.await();
      }
      exchange.getResponseHeaders().set("Location", url("/elsewhere"));
      boolean breaksOff = cut.contains(path);
      exchange.sendResponseHeaders(next(path), breaksOff ? 100 : -1);
      if (breaksOff) {
        exchange.getResponseBody().write('x');
        exchange.getResponseBody().flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int next(String path) {
    Queue<Integer> script = scripts.getOrDefault(path, new ArrayDeque<>());
    synchronized (script) {
      return Optional.ofNullable(script.poll()).orElse(200);
    }
  }
}
