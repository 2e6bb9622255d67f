package darkroom.verify.fault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes callbacks in the rig's own process, which outlives every victim. {@code /ok} answers 204,
 * {@code /grumpy} 500 to the first callback of each task. Thread-safe.
 */
final class Hooks implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final JsonMapper json = new JsonMapper();
  private final Map<String, Integer> seen = new ConcurrentHashMap<>();
  private final Map<String, Integer> taken = new ConcurrentHashMap<>();

  Hooks() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(threads);
    server.createContext("/ok", exchange -> take(exchange, 0));
    server.createContext("/grumpy", exchange -> take(exchange, 1));
    server.start();
  }

  String ok() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/ok";
  }

  String grumpy() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/grumpy";
  }

  /** Whether the end of this task was told and taken. */
  boolean wasTold(String task) {
    return taken.containsKey(task);
  }

  /** Tasks whose end was told so far. */
  int told() {
    return taken.size();
  }

  private void take(HttpExchange exchange, int refusals) throws IOException {
    String task =
        json.readTree(exchange.getRequestBody().readAllBytes()).path("task_id").asString("");
    boolean refuse = seen.merge(task, 1, Integer::sum) <= refusals;
    if (!refuse) {
      taken.merge(task, 1, Integer::sum);
    }
    exchange.sendResponseHeaders(refuse ? 500 : 204, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
