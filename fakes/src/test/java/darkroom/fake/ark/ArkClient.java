package darkroom.fake.ark;

import darkroom.fake.kit.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** A client as good as Darkroom, before each test spoils one thing. */
final class ArkClient implements AutoCloseable {
  static final String ID = "0123456789abcdefghij";

  private final HttpClient http = HttpClient.newHttpClient();
  private final FakeArk ark;

  ArkClient(FakeArk ark) {
    this.ark = ark;
  }

  /** The body that Darkroom sends for a plain picture. */
  static ObjectNode body(String prompt) {
    return Json.MAPPER
        .createObjectNode()
        .put("model", "seedream-4-5-251128")
        .put("prompt", prompt)
        .put("size", "2048x2048")
        .put("sequential_image_generation", "disabled")
        .put("stream", false)
        .put("response_format", "url")
        .put("watermark", false);
  }

  HttpRequest.Builder request(String body) {
    return HttpRequest.newBuilder(URI.create(ark.baseUrl() + "/images/generations"))
        .setHeader("Authorization", "Bearer " + FakeArk.KEY)
        .setHeader("Content-Type", "application/json")
        .setHeader("X-Client-Request-Id", ID)
        .POST(BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(ObjectNode body) throws IOException, InterruptedException {
    return send(request(body.toString()));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> spoilt(Consumer<ObjectNode> how) throws IOException, InterruptedException {
    ObjectNode body = body("a fox");
    how.accept(body);
    return send(body);
  }

  HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<String> steer(String path, String body) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(ark.server().origin() + path));
    return send(body.isEmpty() ? request : request.POST(BodyPublishers.ofString(body)));
  }

  @Override
  public void close() {
    http.close();
  }
}
