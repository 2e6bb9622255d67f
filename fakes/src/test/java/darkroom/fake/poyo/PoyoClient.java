package darkroom.fake.poyo;

import darkroom.fake.kit.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client as good as Darkroom, before each test spoils one thing. */
final class PoyoClient implements AutoCloseable {
  static final String ID = "0123456789abcdefghij";

  private final HttpClient http = HttpClient.newHttpClient();
  private final FakePoyo poyo;

  PoyoClient(FakePoyo poyo) {
    this.poyo = poyo;
  }

  /** The body that Darkroom sends for a plain picture. */
  static ObjectNode body(String prompt) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("model", "seedream-4.5");
    body.putObject("input")
        .put("prompt", prompt)
        .put("size", "2048x2048")
        .put("n", 1)
        .put("enable_safety_checker", true);
    return body;
  }

  HttpRequest.Builder request(String body) {
    return keyed("/api/generate/submit")
        .setHeader("Content-Type", "application/json")
        .setHeader("Idempotency-Key", ID)
        .POST(BodyPublishers.ofString(body));
  }

  HttpRequest.Builder keyed(String path) {
    return HttpRequest.newBuilder(URI.create(poyo.baseUrl() + path))
        .setHeader("Authorization", "Bearer " + FakePoyo.KEY);
  }

  JsonNode send(ObjectNode body) throws IOException, InterruptedException {
    return json(send(request(body.toString())));
  }

  JsonNode look(String task) throws IOException, InterruptedException {
    return json(send(keyed("/api/generate/status/" + task)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
  }

  /** An upload of one part. */
  HttpResponse<String> upload(String name, String type, byte[] bytes)
      throws IOException, InterruptedException {
    String head =
        "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"a.png\"\r\nContent-Type: %s\r\n\r\n"
            .formatted(name, type);
    String text = head + new String(bytes, StandardCharsets.ISO_8859_1) + "\r\n--b--\r\n";
    return send(
        keyed("/api/common/upload/stream")
            .setHeader("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofByteArray(text.getBytes(StandardCharsets.ISO_8859_1))));
  }

  static JsonNode json(HttpResponse<String> answer) {
    return Json.MAPPER.readTree(answer.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
