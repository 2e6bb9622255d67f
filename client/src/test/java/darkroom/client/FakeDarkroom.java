package darkroom.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that answers from a script; the last answer of a route is repeated. */
final class FakeDarkroom implements AutoCloseable {

  /** What came in. */
  record Request(String line, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  /** What goes out. */
  @SuppressWarnings("ArrayRecordComponent") // a script, never compared
  record Answer(int status, Map<String, String> headers, byte[] body) {}

  private final HttpServer server;
  private final Map<String, Deque<Answer>> script = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  FakeDarkroom() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Adds an answer with {@code data} in the envelope to a route such as {@code GET /x}. */
  FakeDarkroom on(String route, String data) {
    return on(route, 200, "{\"code\":200,\"data\":" + data + "}");
  }

  FakeDarkroom on(String route, int status, String body) {
    return on(route, new Answer(status, Map.of(), body.getBytes(UTF_8)));
  }

  FakeDarkroom on(String route, Answer answer) {
    script.computeIfAbsent(route, r -> new ArrayDeque<>()).add(answer);
    return this;
  }

  /** Adds the error envelope of the contract. */
  FakeDarkroom refuse(String route, int status, String type, String message) {
    String error = "{\"message\":\"%s\",\"type\":\"%s\"}".formatted(message, type);
    return on(
        route,
        status,
        "{\"code\":%d,\"message\":\"%s\",\"error\":%s}".formatted(status, message, error));
  }

  List<Request> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    requests.add(
        new Request(
            line,
            Map.copyOf(exchange.getRequestHeaders()),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    Deque<Answer> answers = script.getOrDefault(line, new ArrayDeque<>());
    Answer answer = answers.size() > 1 ? answers.poll() : answers.peek();
    if (answer == null) {
      answer = new Answer(404, Map.of(), "no such route".getBytes(UTF_8));
    }
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(
        answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
    exchange.getResponseBody().write(answer.body());
    exchange.close();
  }
}
