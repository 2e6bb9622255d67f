package darkroom;

import darkroom.fake.wire.Asked;
import darkroom.fake.wire.ScriptedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A stretch of network before a server: everything passes, but an answer may get lost. */
final class LossyRelay implements AutoCloseable {
  private static final List<String> PASSED =
      List.of("authorization", "content-type", "accept", "idempotency-key");

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicBoolean losing = new AtomicBoolean();
  private final AtomicInteger submits = new AtomicInteger();
  private final int port;
  private final ScriptedServer server;

  private LossyRelay(int port) throws IOException {
    this.port = port;
    this.server = ScriptedServer.start(this::pass);
  }

  /**
   * @param port of a server on loopback
   */
  static LossyRelay before(int port) throws IOException {
    return new LossyRelay(port);
  }

  String baseUrl() {
    return server.url("127.0.0.1", "");
  }

  /** The next submit arrives, and its answer does not. */
  void loseNextSubmit() {
    losing.set(true);
  }

  /** Submits that were passed on. */
  int submits() {
    return submits.get();
  }

  private void pass(Asked asked, OutputStream out) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + asked.path()))
            .method(asked.method(), BodyPublishers.ofByteArray(asked.body()));
    for (String name : PASSED) {
      String value = asked.header(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
    if (asked.path().equals("/api/generate/submit")) {
      submits.incrementAndGet();
      if (losing.getAndSet(false)) {
        throw new ScriptedServer.Drop();
      }
    }
    String type = answer.headers().firstValue("Content-Type").orElse("application/json");
    ScriptedServer.write(
        out, answer.statusCode() + " Passed\r\nContent-Type: " + type, answer.body());
  }

  @Override
  public void close() throws IOException {
    server.close();
    client.close();
  }
}
