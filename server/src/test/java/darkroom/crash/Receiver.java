package darkroom.crash;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes callbacks and remembers them; lives as long as the run, whatever happens to the server. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, List<Callback>> byTask = new ConcurrentHashMap<>();

  /** One callback as it arrived. */
  record Callback(String webhookId, JsonNode body) {}

  private Receiver(HttpServer server) {
    this.server = server;
  }

  static Receiver start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    var receiver = new Receiver(server);
    var json = new JsonMapper();
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
          String id = exchange.getRequestHeaders().getFirst("webhook-id");
          receiver
              .byTask
              .computeIfAbsent(
                  body.path("task_id").stringValue(), task -> new CopyOnWriteArrayList<>())
              .add(new Callback(id, body));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return receiver;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  List<Callback> of(String task) {
    return byTask.getOrDefault(task, List.of());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
