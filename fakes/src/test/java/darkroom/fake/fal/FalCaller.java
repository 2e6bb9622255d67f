package darkroom.fake.fal;

import darkroom.fake.kit.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client as good as Darkroom, before each test spoils one thing. */
final class FalCaller implements AutoCloseable {
  static final String ENDPOINT = "/fal-ai/bytedance/seedream/v4.5/text-to-image";
  static final String EDIT = "/fal-ai/bytedance/seedream/v4.5/edit";
  static final String SEED = "4711";

  private final HttpClient http = HttpClient.newHttpClient();
  private final FakeFal fal;

  FalCaller(FakeFal fal) {
    this.fal = fal;
  }

  static ObjectNode body(String prompt) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("prompt", prompt);
    body.putObject("image_size").put("width", 1920).put("height", 1920);
    body.put("num_images", 1).put("max_images", 1);
    return body.put("enable_safety_checker", true).put("seed", Integer.parseInt(SEED));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(fal.server().origin() + path))
        .setHeader("Authorization", "Key " + FakeFal.KEY);
  }

  HttpRequest.Builder submit(String path, JsonNode body) {
    return request(path)
        .setHeader("Content-Type", "application/json")
        .setHeader("X-Fal-No-Retry", "1")
        .setHeader("X-Fal-Object-Lifecycle-Preference", "{\"expiration_duration_seconds\":3600}")
        .POST(BodyPublishers.ofString(body.toString()));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> spoilt(Consumer<ObjectNode> how) throws IOException, InterruptedException {
    ObjectNode body = body("a fox");
    how.accept(body);
    return send(submit(ENDPOINT, body));
  }

  /** The id of a request that was taken. */
  String take(String prompt) throws IOException, InterruptedException {
    return json(send(submit(ENDPOINT, body(prompt)))).path("request_id").asString();
  }

  /** State, result or cancel of a request. */
  HttpResponse<String> ask(String method, String id, String what)
      throws IOException, InterruptedException {
    return send(
        request("/fal-ai/bytedance/requests/" + id + what).method(method, BodyPublishers.noBody()));
  }

  byte[] get(String url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())
        .body();
  }

  static JsonNode json(HttpResponse<String> reply) {
    return Json.MAPPER.readTree(reply.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
