package darkroom.verify.picture;

import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tenant of the victim. Thread-safe. */
final class Caller {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(90);

  private final Victim victim;
  private final JsonMapper json = new JsonMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  Caller(Victim victim) {
    this.victim = victim;
  }

  /**
   * What a submit came to.
   *
   * @param task id of the task; empty when it was refused
   */
  record Submitted(int status, Optional<String> task, long millis) {}

  Submitted submit(String prompt, List<String> imageUrls) throws IOException, InterruptedException {
    Map<String, ?> input =
        imageUrls.isEmpty()
            ? Map.of("prompt", prompt, "size", "1920x1920")
            : Map.of("prompt", prompt, "size", "1920x1920", "image_urls", imageUrls);
    String model = imageUrls.isEmpty() ? "seedream-4.5" : "seedream-4.5-edit";
    HttpRequest request =
        authorised("/api/generate/submit")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    json.writeValueAsString(Map.of("model", model, "input", input))))
            .build();
    long begun = System.nanoTime();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    String id = json.readTree(answer.body()).path("data").path("task_id").asString("");
    return new Submitted(
        answer.statusCode(), id.isEmpty() ? Optional.empty() : Optional.of(id), millis);
  }

  /** The task at its end; empty when it does not come to one. */
  Optional<JsonNode> end(String task) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < ENDS_WITHIN.toNanos()) {
      JsonNode data = get("/api/generate/status/" + task).path("data");
      String status = data.path("status").asString("");
      if (status.equals("finished") || status.equals("failed")) {
        return Optional.of(data);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return Optional.empty();
  }

  /** What the account may spend, in credits. */
  BigDecimal balance() throws IOException, InterruptedException {
    return get("/api/user/balance").path("data").path("credits_amount").decimalValue();
  }

  HttpResponse<byte[]> file(URI url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(30)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = authorised(path).build();
    return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private HttpRequest.Builder authorised(String path) {
    return HttpRequest.newBuilder(victim.url(path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + Victim.MEMBER_KEY);
  }
}
