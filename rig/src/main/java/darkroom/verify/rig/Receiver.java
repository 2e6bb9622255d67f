package darkroom.verify.rig;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes callbacks as a process: logs headers and raw body of each before it answers, and what the
 * status of the task was at that moment, so that a callback before its task's end shows. A path
 * {@code /flaky/…} answers 500 the first time for each callback id.
 */
public final class Receiver {
  private final LogFile log;
  private final URI victim;
  private final String key;
  private final JsonMapper json = new JsonMapper();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();

  private Receiver(LogFile log, URI victim, String key) {
    this.log = log;
    this.victim = victim;
    this.key = key;
  }

  /** {@code PORT LOG VICTIM_URL KEY}; serves until killed. */
  public static void main(String[] arguments) throws IOException {
    var receiver =
        new Receiver(LogFile.append(Path.of(arguments[1])), URI.create(arguments[2]), arguments[3]);
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    HttpServer server = HttpServer.create(address, 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", receiver::take);
    server.start();
    System.out.println("ready " + server.getAddress().getPort());
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String id = header(exchange, "webhook-id");
    String task = json.readTree(body).path("task_id").asString("");
    boolean refuse =
        exchange.getRequestURI().getPath().startsWith("/flaky/")
            && tries.computeIfAbsent(id, one -> new AtomicInteger()).getAndIncrement() == 0;
    var line = new LinkedHashMap<String, Object>();
    line.put("event", "callback");
    line.put("task", task);
    line.put("status_then", statusOf(task));
    line.put("answered", refuse ? 500 : 204);
    line.put("id", id);
    line.put("timestamp", header(exchange, "webhook-timestamp"));
    line.put("signature", header(exchange, "webhook-signature"));
    line.put("body", Base64.getEncoder().encodeToString(body));
    log.write(line);
    System.out.println("callback " + task);
    exchange.sendResponseHeaders(refuse ? 500 : 204, -1);
    exchange.close();
  }

  /** The task's status as the API says it now; {@code unreachable} while the victim is dead. */
  private String statusOf(String task) {
    try {
      HttpRequest ask =
          HttpRequest.newBuilder(victim.resolve("/api/generate/status/" + task))
              .timeout(Duration.ofSeconds(5))
              .header("Authorization", "Bearer " + key)
              .build();
      JsonNode answer = json.readTree(http.send(ask, HttpResponse.BodyHandlers.ofString()).body());
      return answer.path("data").path("status").asString("unknown");
    } catch (IOException e) {
      return "unreachable";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unreachable";
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}
