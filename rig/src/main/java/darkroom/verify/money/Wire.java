package darkroom.verify.money;

import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of a victim, with whatever key. Thread-safe. */
final class Wire implements AutoCloseable {
  static final String SUBMIT = "/api/generate/submit";

  /** Costs 5 credits and waits in the queue for as long as {@link #occupy} keeps the one place. */
  static final String TASK = "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a mill\"}}";

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Victim victim;

  /** What came back. */
  @SuppressWarnings("ArrayRecordComponent") // written once, compared by its bytes only
  record Reply(int status, byte[] body) {

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode data() {
      return JSON.readTree(body).path("data");
    }
  }

  Wire(Victim victim) {
    this.victim = victim;
  }

  /** Settings under which accepted tasks stay in the queue once the one place is taken. */
  static Victim.Settings queueing(Victim.Settings settings) {
    return settings
        .env("DARKROOM_WORKER_TASKS", "1")
        .env("DARKROOM_TASK_MAX_OPEN_PER_ACCOUNT", "1000000")
        .env("DARKROOM_TASK_MAX_WAITING", "1000000")
        .env("DARKROOM_TASK_DEADLINE", "1d");
  }

  /** Takes the one place with a task that never ends, so that no other is drawn. */
  void occupy() throws IOException, InterruptedException {
    Reply reply = post(SUBMIT, Victim.MEMBER_KEY, TASK.replace("a mill", "[[never]]"));
    String status = "/api/generate/status/" + reply.data().path("task_id").asString();
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!get(status, Victim.MEMBER_KEY).text().contains("\"running\"")) {
      if (System.nanoTime() > until) {
        throw new IOException("the one place was not taken");
      }
      Thread.sleep(20);
    }
  }

  Reply get(String path, String key) throws IOException, InterruptedException {
    return send("GET", path, key, "", Map.of());
  }

  Reply post(String path, String key, String body) throws IOException, InterruptedException {
    return send("POST", path, key, body, Map.of());
  }

  /**
   * @param key empty for none
   */
  Reply send(String method, String path, String key, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(victim.url(path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    headers.forEach(request::header);
    HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
    return new Reply(answer.statusCode(), answer.body());
  }

  /** An operator's write that has to succeed. */
  JsonNode admin(String path, String body) throws IOException, InterruptedException {
    Reply reply = post("/v2/admin/" + path, victim.adminKey(), body);
    if (reply.status() != 200) {
      throw new IOException(path + " answered " + reply.status() + ": " + reply.text());
    }
    return reply.data();
  }

  JsonNode account(String email) throws IOException, InterruptedException {
    return get("/v2/admin/accounts/" + email, victim.adminKey()).data();
  }

  /** A new account with that many credits, a plain decimal. */
  void newAccount(String email, String credits) throws IOException, InterruptedException {
    admin("accounts", "{\"email\": \"" + email + "\"}");
    admin("credits", "{\"account\": \"%s\", \"amount\": \"%s\"}".formatted(email, credits));
  }

  /**
   * @param more further fields, each with a comma before it
   */
  JsonNode newKey(String email, String more) throws IOException, InterruptedException {
    return admin("keys", "{\"account\": \"%s\"%s}".formatted(email, more));
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
