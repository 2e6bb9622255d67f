package darkroom.fake.replicate;

import darkroom.fake.kit.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client as good as Darkroom, before each test spoils one thing. */
final class ReplicateApi implements AutoCloseable {
  static final String ID = "0123456789abcdefghij";

  private final HttpClient http = HttpClient.newHttpClient();
  private final FakeReplicate replicate;

  ReplicateApi(FakeReplicate replicate) {
    this.replicate = replicate;
  }

  /** The body that Darkroom sends for a plain picture. */
  static ObjectNode body(String prompt) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.putObject("input")
        .put("prompt", prompt)
        .put("size", "custom")
        .put("width", 2048)
        .put("height", 2048)
        .put("sequential_image_generation", "disabled");
    return body;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(replicate.baseUrl() + path))
        .setHeader("Authorization", "Bearer " + FakeReplicate.KEY)
        .setHeader("Content-Type", "application/json");
  }

  HttpRequest.Builder creation(String body) {
    return request("/models/" + ReplicateVendor.MODEL + "/predictions")
        .setHeader("X-Client-Request-Id", ID)
        .POST(BodyPublishers.ofString(body));
  }

  HttpResponse<String> create(ObjectNode body) throws IOException, InterruptedException {
    return send(creation(body.toString()));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return Json.MAPPER.readTree(send(request(path)).body());
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** Polls until the prediction has this status. */
  JsonNode await(String id, String status) throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    JsonNode job = get("/predictions/" + id);
    while (!job.path("status").asString().equals(status)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not " + status + ": " + job);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      job = get("/predictions/" + id);
    }
    return job;
  }

  byte[] bytes(String url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())
        .body();
  }

  @Override
  public void close() {
    http.close();
  }
}
