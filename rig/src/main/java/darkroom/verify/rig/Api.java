package darkroom.verify.rig;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API of a victim, called with one key. Thread-safe. */
public final class Api {
  private static final int FILE_TRIES = 120;
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final Victim victim;
  private final String key;
  private final JsonMapper json = new JsonMapper();

  public Api(Victim victim, String key) {
    this.victim = victim;
    this.key = key;
  }

  /** An answer: its status, and its body where that is JSON, else an empty object. */
  public record Reply(int status, JsonNode body) {
    public JsonNode data() {
      return body.path("data");
    }
  }

  public Reply get(String path) throws IOException, InterruptedException {
    return send(request(victim.url(path)).GET());
  }

  public Reply post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    String text = json.writeValueAsString(body);
    return send(request(victim.url(path)).POST(HttpRequest.BodyPublishers.ofString(text)));
  }

  /** Submits once under an Idempotency-Key. */
  public Reply submit(String idempotencyKey, Map<String, ?> body)
      throws IOException, InterruptedException {
    String text = json.writeValueAsString(body);
    return send(
        request(victim.url("/api/generate/submit"))
            .header("Idempotency-Key", idempotencyKey)
            .POST(HttpRequest.BodyPublishers.ofString(text)));
  }

  public Reply status(String task) throws IOException, InterruptedException {
    return get("/api/generate/status/" + task);
  }

  public BigDecimal balance() throws IOException, InterruptedException {
    return get("/api/user/balance").data().path("credits_amount").decimalValue();
  }

  public String webhookSecret() throws IOException, InterruptedException {
    return get("/api/api-keys/webhook-secret").data().path("webhook_secret").stringValue();
  }

  /** Grants to the first account; needs an admin key. */
  public void grant(long credits) throws IOException, InterruptedException {
    Reply reply =
        post("/v2/admin/credits", Map.of("account", "owner@localhost", "amount", credits));
    if (reply.status() != 200) {
      throw new IOException("grant: " + reply);
    }
  }

  /** Issues a test key of the first account; needs an admin key. */
  public String testKey() throws IOException, InterruptedException {
    Reply reply =
        post("/v2/admin/keys", Map.of("account", "owner@localhost", "name", "rig", "mode", "test"));
    return reply.data().path("api_key").stringValue();
  }

  /**
   * A file's bytes; none where the answer is not 200. A victim that is dead, or says "not now", is
   * waited for a minute.
   */
  public static byte[] file(URI file) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(file).timeout(Duration.ofSeconds(20)).build();
    for (int tries = 1; tries <= FILE_TRIES; tries++) {
      try {
        HttpResponse<byte[]> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 503) {
          return answer.statusCode() == 200 ? answer.body() : new byte[0];
        }
      } catch (IOException dead) {
        // it comes back
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    return new byte[0];
  }

  private HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + key);
  }

  private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    String body = answer.body();
    return new Reply(
        answer.statusCode(), body.startsWith("{") ? json.readTree(body) : json.createObjectNode());
  }
}
