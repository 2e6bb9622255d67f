package darkroom.verify.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Uses every route, well and badly, with a canary in each place where a secret or a tenant's words
 * go in. {@code secrets} are what nobody may ever read again; {@code words} are what the database
 * may hold, because it is what the service works with, and nothing else may. One thread.
 */
final class Traffic {
  private static final String SUBMIT = "/api/generate/submit";

  private final Caller caller;
  private final Canaries secrets;
  private final Canaries words;
  private final Outside outside;
  private final String admin;
  private final List<String> tasks = new ArrayList<>();
  private int number;

  Traffic(Caller caller, Canaries secrets, Canaries words, Outside outside, String admin) {
    this.caller = caller;
    this.secrets = secrets;
    this.words = words;
    this.outside = outside;
    this.admin = admin;
  }

  /** An account with a key and both webhook secrets; the key's text. */
  String account() throws IOException, InterruptedException {
    String email = "tenant" + ++number + "@example.org";
    caller.post(admin, "/v2/admin/accounts", Map.of("email", email, "name", "Tenant"));
    caller.post(admin, "/v2/admin/credits", Map.of("account", email, "amount", 1000));
    String key = issue(email, "live", "member");
    webhookSecret(caller.get(key, "/api/api-keys/webhook-secret"));
    return key;
  }

  /** Keys of every kind, secrets rotated, a key revoked and used again. */
  void identity() throws IOException, InterruptedException {
    String email = "owner@localhost";
    issue(email, "test", "member");
    issue(email, "live", "admin");
    JsonNode revoked =
        caller.post(admin, "/v2/admin/keys", Map.of("account", email, "name", "gone")).path("data");
    String gone = secrets.known("key gone", revoked.path("api_key").stringValue());
    caller.post(admin, "/v2/admin/keys/" + revoked.path("id").stringValue() + "/revoke", Map.of());
    caller.get(gone, "/api/user/balance");
    String member = account();
    webhookSecret(caller.post(member, "/api/api-keys/webhook-secret/rotate", Map.of()));
    caller.get(member, "/v2/admin/accounts");
    caller.get(admin, "/v2/admin/accounts");
    caller.get(admin, "/v2/admin/keys");
    caller.get(admin, "/v2/admin/accounts/owner@localhost");
  }

  /** Keys that are none, in every place where a caller might put one. */
  void strangers() throws IOException, InterruptedException {
    String sound = secrets.known("key unknown", "sk-0000000000aaaaaaaaaaBBBBBBBBBB000000");
    caller.get(sound, "/api/user/balance");
    caller.get(secrets.word("bearer malformed"), "/api/user/balance");
    caller.get("sk-" + secrets.word("bearer near miss"), "/metrics");
    caller.get(secrets.word("bearer long").repeat(20), "/v2/admin/keys");
    caller.get("", "/api/user/balance?api_key=" + secrets.word("key in query"));
    caller.get("", "/nowhere/" + words.word("unknown path") + "?q=" + words.word("unknown query"));
    caller.send("GET", "", "/f/" + words.word("file token") + "00/x.jpg", "", Map.of());
    caller.send("PATCH", "", "/api/user/" + words.word("odd method"), "", Map.of());
    caller.send(
        "GET",
        "",
        "/api/user/balance",
        "",
        Map.of(
            "Cookie", "session=" + secrets.word("cookie"),
            "X-Api-Key", secrets.word("x-api-key"),
            "User-Agent", words.word("user agent")));
    caller.send(
        "GET",
        "",
        "/api/user/balance",
        "",
        Map.of("Authorization", "Basic " + secrets.word("basic authorization")));
  }

  /** Tasks of every fate. */
  void tasks(String key) throws IOException, InterruptedException {
    submit(key, "slow", "[[slow 20s]]", Map.of());
    submit(key, "partial", "[[partial 1]]", Map.of("n", 2));
    troubles(key);
  }

  /** Tasks and requests that come to nothing. */
  void troubles(String key) throws IOException, InterruptedException {
    submit(key, "failing", "[[fail]]", Map.of());
    submit(key, "moderated", "[[moderated]]", Map.of());
    submit(key, "reference 404", "", reference("404"));
    submit(key, "reference html", "", reference("200"));
    submit(key, "reference redirected", "", reference("302"));
    submit(key, "reference dropped", "", reference("drop"));
    submit(key, "too many", "", Map.of("n", 9_999));
    submit(key, "wrong size", "", Map.of("size", words.word("size")));
    submit(
        key,
        "wrong url",
        "",
        Map.of(
            "image_urls",
            List.of(
                "https://user:"
                    + secrets.word("userinfo")
                    + "@example.org/"
                    + words.word("refused url"))));
    String picture = words.word("data uri") + words.word("data uri tail");
    String encoded = Base64.getEncoder().encodeToString(picture.getBytes(UTF_8));
    submit(key, "data uri", "", Map.of("image_urls", List.of("data:image/png;base64," + encoded)));
    caller.send("POST", key, SUBMIT, "{\"model\": " + words.word("malformed body"), Map.of());
    caller.send("POST", key, SUBMIT, "[\"" + words.word("no object") + "\"]", Map.of());
    caller.send(
        "POST",
        key,
        SUBMIT,
        "{\"n\":1e99999999999,\"x\":\"" + words.word("exponent") + "\"}",
        Map.of());
    conflict(key);
    caller.get(key, "/api/generate/status/" + words.word("unknown task"));
    caller.get(key, "/api/task/status?task_id=" + words.word("unknown id"));
  }

  /** Tasks that no engine takes: nobody listens at one, the other does not know the key. */
  void engines(String key) throws IOException, InterruptedException {
    for (int i = 0; i < 4; i++) {
      submit(key, "engine " + i, "", Map.of());
    }
    caller.get(admin, "/v2/admin/engines");
    caller.post(admin, "/v2/admin/engines/poyo/test", Map.of());
    caller.post(admin, "/v2/admin/engines/ark/test", Map.of());
  }

  /** Waits until tasks have ended and the first tries of their callbacks are over. */
  void settle(String key) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (String task : tasks) {
      JsonNode data = status(key, task);
      while (!data.path("status").asString("").matches("finished|failed")
          && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(50);
        data = status(key, task);
      }
      if (data.path("status").asString("").equals("failed")) {
        caller.keep(data.toString());
      }
    }
  }

  int asked() {
    return outside.asked();
  }

  private JsonNode status(String key, String task) throws IOException, InterruptedException {
    return caller.get(key, "/api/generate/status/" + task).path("data");
  }

  private void conflict(String key) throws IOException, InterruptedException {
    Map<String, String> header = Map.of("Idempotency-Key", words.word("idempotency key"));
    for (String name : List.of("first of a key", "second of a key")) {
      caller.post(key, SUBMIT, body(words.word(name) + " [[fail]]", Map.of()), header);
    }
  }

  private Map<String, Object> reference(String answer) {
    return Map.of("image_urls", List.of(outside.url(answer, words.word("reference " + answer))));
  }

  private void submit(String key, String name, String script, Map<String, Object> more)
      throws IOException, InterruptedException {
    String prompt = words.word("prompt " + name) + " " + script;
    JsonNode answer =
        caller.post(
            key,
            SUBMIT,
            body(prompt, more),
            Map.of("Idempotency-Key", words.word("idempotency " + name)));
    String task = answer.path("data").path("task_id").asString("");
    if (!task.isEmpty() && !name.equals("slow")) {
      tasks.add(task);
    }
  }

  private Map<String, Object> body(String prompt, Map<String, Object> more) {
    var input = new LinkedHashMap<String, Object>(Map.of("prompt", prompt));
    input.putAll(more);
    String answer = List.of("200", "500", "404", "drop", "302").get(number++ % 5);
    String model = more.containsKey("image_urls") ? "seedream-4.5-edit" : "seedream-4.5";
    return Map.of(
        "model", model,
        "input", input,
        "callback_url", outside.url(answer, words.word("callback " + number)));
  }

  private String issue(String account, String mode, String scope)
      throws IOException, InterruptedException {
    JsonNode issued =
        caller.post(
            admin,
            "/v2/admin/keys",
            Map.of("account", account, "name", "run", "mode", mode, "scope", scope));
    return secrets.known(
        "key " + mode + " " + scope + " " + account,
        issued.path("data").path("api_key").stringValue());
  }

  /** Every text of the answer that is long enough to be a secret. */
  private void webhookSecret(JsonNode answer) {
    answer
        .path("data")
        .properties()
        .forEach(field -> {
          String text = field.getValue().asString("");
          if (text.startsWith("whsec_")) {
            secrets.knownKey("webhook secret " + number, text.substring("whsec_".length()));
          } else if (text.length() >= 40 && text.endsWith("=")) {
            secrets.knownKey("webhook hmac " + number, text);
          }
        });
  }
}
