package darkroom.verify.secret;

import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks HTTP to the victim and keeps every answer that is an error, head and body. One thread. */
final class Caller {
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final JsonMapper json = new JsonMapper();
  private final List<String> errors = new ArrayList<>();
  private final Victim victim;

  Caller(Victim victim) {
    this.victim = victim;
  }

  /** Answers so far that were errors. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  /** Keeps a text that counts as an error, such as why a task failed. */
  void keep(String text) {
    errors.add(text);
  }

  JsonNode get(String key, String path) throws IOException, InterruptedException {
    return read(send("GET", key, path, "", Map.of()));
  }

  JsonNode post(String key, String path, Object body) throws IOException, InterruptedException {
    return post(key, path, body, Map.of());
  }

  JsonNode post(String key, String path, Object body, Map<String, String> headers)
      throws IOException, InterruptedException {
    return read(send("POST", key, path, json.writeValueAsString(body), headers));
  }

  /** Any request at all; the answer's body. */
  String send(String method, String key, String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(victim.url(path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    headers.forEach(request::header);
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 400) {
      errors.add(answer.statusCode() + " " + answer.headers().map() + " " + answer.body());
    }
    return answer.body();
  }

  private JsonNode read(String body) {
    return json.readTree(body);
  }
}
