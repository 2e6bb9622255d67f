package darkroom.verify.request;

import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An honest client of one victim. Thread-safe. */
final class Caller implements AutoCloseable {
  static final String SUBMIT = "/api/generate/submit";

  private static final Pattern INSIDES = Pattern.compile("Exception|at .*\\(.*java|org\\.eclipse");
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final Victim victim;
  private final String key;

  Caller(Victim victim, String key) {
    this.victim = victim;
    this.key = key;
  }

  /** What came back. */
  record Reply(int status, Map<String, java.util.List<String>> headers, String body) {
    /** The message of an error, empty for none. */
    String message() {
      return json().path("message").asString("");
    }

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JacksonException e) {
        return JSON.createObjectNode();
      }
    }

    /** Shows an exception, a stack trace or the name of a library (threat T49). */
    boolean showsInsides() {
      return INSIDES.matcher(body).find();
    }

    String header(String name) {
      return headers.getOrDefault(name, java.util.List.of("")).getFirst();
    }
  }

  Reply submit(String body) throws IOException, InterruptedException {
    return submit(body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  Reply submit(byte[] body, Map<String, String> headers) throws IOException, InterruptedException {
    return send("POST", SUBMIT, body, headers);
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send("GET", path, new byte[0], Map.of());
  }

  Reply send(String method, String path, byte[] body, Map<String, String> headers)
      throws IOException, InterruptedException {
    return send(method, victim.url(path), body, headers);
  }

  private Reply send(String method, URI url, byte[] body, Map<String, String> headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + key)
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Reply(answer.statusCode(), answer.headers().map(), answer.body());
  }

  /** With an admin key: a fresh account with credits; answers the text of its key. */
  String newMember(String email, int credits) throws IOException, InterruptedException {
    post("/v2/admin/accounts", "{\"email\": \"" + email + "\"}");
    post("/v2/admin/credits", "{\"account\": \"" + email + "\", \"amount\": " + credits + "}");
    return post("/v2/admin/keys", "{\"account\": \"" + email + "\"}")
        .json()
        .path("data")
        .path("api_key")
        .asString();
  }

  private Reply post(String path, String body) throws IOException, InterruptedException {
    Reply reply = send("POST", path, body.getBytes(StandardCharsets.UTF_8), Map.of());
    if (reply.status() != 200) {
      throw new IOException(path + ": " + reply);
    }
    return reply;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
