package darkroom.verify.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Receivers and hosts of references: the path's first word says how it answers. Thread-safe. */
final class Outside implements AutoCloseable {
  private final HttpServer server;
  private final byte[] body;
  private final AtomicInteger asked = new AtomicInteger();

  /**
   * @param says what stands in each answer's body and in a header
   */
  Outside(String says) throws IOException {
    body = ("<html>" + says + "</html>").getBytes(UTF_8);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, says));
    server.start();
  }

  /** Of an engine that refuses everything with this status. */
  String engine(int status) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + status;
  }

  /** {@code answer} is a status, or {@code drop}. */
  String url(String answer, String query) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + answer + "?token=" + query;
  }

  int asked() {
    return asked.get();
  }

  private void answer(HttpExchange exchange, String says) throws IOException {
    asked.incrementAndGet();
    exchange.getRequestBody().readAllBytes();
    String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
    String wanted = path[0];
    if (path.length > 1) {
      // some vendors say which key it is that they do not know
      String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] refusal = ("{\"error\": {\"message\": \"no such key: " + key + "\"}}").getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(Integer.parseInt(wanted), refusal.length);
      exchange.getResponseBody().write(refusal);
      exchange.close();
      return;
    }
    if (wanted.equals("drop")) {
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().set("X-Trace", says);
    exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/" + says);
    exchange.sendResponseHeaders(Integer.parseInt(wanted), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
