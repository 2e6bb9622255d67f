package darkroom.verify.fault;

import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The owner's account at one victim, over HTTP. Never sends anything twice. Thread-safe. */
final class Customer {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int FILE_TRIES = 40;
  private static final JsonMapper JSON = new JsonMapper();

  private final Victim victim;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /**
   * What came back.
   *
   * @param status 0 when nothing did
   */
  record Reply(int status, JsonNode body) {
    String task() {
      return body.path("data").path("task_id").asString("");
    }
  }

  Customer(Victim victim) {
    this.victim = victim;
  }

  Reply submit(Order order) throws InterruptedException {
    return send(
        request("/api/generate/submit", Victim.MEMBER_KEY)
            .header("Idempotency-Key", order.key())
            .POST(HttpRequest.BodyPublishers.ofString(order.body())));
  }

  Reply status(String task) throws InterruptedException {
    return send(request("/api/generate/status/" + task, Victim.MEMBER_KEY));
  }

  BigDecimal balance() throws InterruptedException {
    Reply reply = send(request("/api/user/balance", Victim.MEMBER_KEY));
    return reply.body().path("data").path("credits_amount").decimalValue(BigDecimal.ZERO);
  }

  /** Gives the owner more to spend. */
  void grant(String adminKey, int credits) throws IOException, InterruptedException {
    String body = "{\"account\": \"owner@localhost\", \"amount\": " + credits + "}";
    Reply reply =
        send(
            request("/v2/admin/credits", adminKey).POST(HttpRequest.BodyPublishers.ofString(body)));
    if (reply.status() != 200) {
      throw new IOException("no credits to be had: " + reply);
    }
  }

  /** The word of {@code /health/ready}; empty when nothing answers. */
  String readiness() throws InterruptedException {
    try {
      return http.send(request("/health/ready", "").build(), HttpResponse.BodyHandlers.ofString())
          .body()
          .strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether a listed file can be read and is what it is said to be; "not now" is waited out. */
  boolean isGood(JsonNode file) throws InterruptedException {
    URI url = URI.create(file.path("file_url").stringValue());
    for (int tries = 1; tries <= FILE_TRIES; tries++) {
      try {
        HttpResponse<byte[]> answer =
            http.send(
                HttpRequest.newBuilder(url).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 503) {
          return answer.statusCode() == 200 && isSaid(file, answer);
        }
      } catch (IOException e) {
        // asked again like "not now"
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
    return false;
  }

  private static boolean isSaid(JsonNode file, HttpResponse<byte[]> answer) {
    String etag = answer.headers().firstValue("ETag").orElse("");
    return answer.body().length == file.path("file_size").longValue()
        && etag.equals('"' + sha256(answer.body()) + '"');
  }

  private HttpRequest.Builder request(String path, String key) {
    HttpRequest.Builder request = HttpRequest.newBuilder(victim.url(path)).timeout(PATIENCE);
    return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
  }

  private Reply send(HttpRequest.Builder request) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(answer.statusCode(), JSON.readTree(answer.body()));
    } catch (IOException e) {
      return new Reply(0, JSON.missingNode());
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
