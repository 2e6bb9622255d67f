package darkroom.crash;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.json.JsonMapper;

/** Submits in quick succession from several threads, each under an idempotency key of its own. */
final class Burst {
  private static final List<String> PROMPTS =
      List.of("a quiet sea", "[[fail]] a storm", "[[partial 1]] three boats", "hills in haze");

  private final ServerProcess server;
  private final String callbackUrl;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();

  /**
   * One submit.
   *
   * @param task the id in the answer; empty when the answer never came
   */
  record Submit(String key, int n, Optional<String> task) {}

  Burst(ServerProcess server, String callbackUrl) {
    this.server = server;
    this.callbackUrl = callbackUrl;
  }

  /**
   * Begins {@code count} submits on four threads; their futures end when the answer or the end
   * comes.
   */
  List<Future<Submit>> begin(int round, int count, Random random) {
    var submits = new ArrayList<Future<Submit>>();
    var threads = Executors.newFixedThreadPool(4, Thread.ofPlatform().daemon().factory());
    for (int i = 0; i < count; i++) {
      String key = "round-" + round + "-" + i;
      int n = 1 + random.nextInt(3);
      submits.add(threads.submit(() -> submit(key, n)));
    }
    threads.shutdown();
    return submits;
  }

  /** Sends one submit; under the same key as before it must lead to the same task. */
  Submit submit(String key, int n) throws InterruptedException {
    String prompt = PROMPTS.get(Math.floorMod(key.hashCode(), PROMPTS.size()));
    String body =
        """
        {"model": "seedream-4.5", "input": {"prompt": "%s", "size": "1920x1920", "n": %d},
         "callback_url": "%s"}
        """
            .formatted(prompt, n, callbackUrl);
    HttpRequest request =
        HttpRequest.newBuilder(server.url("/api/generate/submit"))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + ServerProcess.KEY)
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
      String task = json.readTree(answer.body()).path("data").path("task_id").stringValue();
      return new Submit(key, n, Optional.of(task));
    } catch (IOException e) {
      return new Submit(key, n, Optional.empty());
    }
  }
}
