package darkroom.verify.outbound;

import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the victim. Thread-safe. */
final class Caller {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern NUMBER =
      Pattern.compile("(?m)^(darkroom_\\w+)(?:\\{[^}]*})? (\\S+)$");

  private final Victim victim;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /** An answer of the API. */
  record Reply(int status, JsonNode body) {

    String taskId() {
      return body.path("data").path("task_id").asString("");
    }

    String message() {
      return body.path("message").asString("");
    }
  }

  Caller(Victim victim) {
    this.victim = victim;
  }

  /** A task that fails at once and tells this address. */
  Reply failing(String callbackUrl) throws IOException, InterruptedException {
    return submit(
        Map.of(
            "model",
            "seedream-4.5",
            "input",
            Map.of("prompt", "[[fail]]"),
            "callback_url",
            callbackUrl));
  }

  /** A task that needs these pictures. */
  Reply edit(List<String> references) throws IOException, InterruptedException {
    return submit(
        Map.of(
            "model",
            "seedream-4.5-edit",
            "input",
            Map.of("prompt", "[[fail]]", "image_urls", references)));
  }

  Reply submit(Map<String, ?> body) throws IOException, InterruptedException {
    return submit(Victim.MEMBER_KEY, body);
  }

  Reply submit(String key, Map<String, ?> body) throws IOException, InterruptedException {
    while (true) {
      Reply reply = post("/api/generate/submit", key, JSON.writeValueAsString(body));
      if (reply.status() != 429 && reply.status() != 503) {
        return reply;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  Reply post(String path, String key, String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(victim.url(path))
            .header("Authorization", "Bearer " + key)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Reply get(String path, String key) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(victim.url(path)).header("Authorization", "Bearer " + key));
  }

  /** The status answer of a task that has ended. */
  JsonNode ended(String task) throws IOException, InterruptedException, TimeoutException {
    for (int i = 0; i < 6_000; i++) {
      JsonNode data = get("/api/generate/status/" + task, Victim.MEMBER_KEY).body().path("data");
      String status = data.path("status").asString("");
      if (status.equals("finished") || status.equals("failed")) {
        return data;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new TimeoutException(task + " did not end");
  }

  /** Waits until no task is open and no callback owed. */
  void awaitQuiet(Duration limit) throws IOException, InterruptedException, TimeoutException {
    long until = System.nanoTime() + limit.toNanos();
    while (open() > 0) {
      if (System.nanoTime() > until) {
        throw new TimeoutException("still " + open() + " tasks and callbacks open after " + limit);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** Tasks not ended and callbacks owed. */
  double open() throws IOException, InterruptedException {
    return metric("darkroom_tasks_waiting")
        + metric("darkroom_tasks_running")
        + metric("darkroom_deliveries_pending");
  }

  /** A metric, added up over its labels. */
  double metric(String name) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(victim.url("/metrics"))
                .header("Authorization", "Bearer " + victim.adminKey())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    double sum = 0;
    Matcher lines = NUMBER.matcher(answer.body());
    while (lines.find()) {
      sum += lines.group(1).equals(name) ? Double.parseDouble(lines.group(2)) : 0;
    }
    return sum;
  }

  /** Does the same with each, a few at a time, and gives the results in order. */
  static <T, R> List<R> each(Collection<T> all, int atOnce, Step<T, R> step) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      var steps = new ArrayList<Callable<R>>();
      all.forEach(one -> steps.add(() -> step.apply(one)));
      var results = new ArrayList<R>();
      for (Future<R> result : threads.invokeAll(steps)) {
        results.add(result.get());
      }
      return results;
    }
  }

  /** What is done with each. */
  interface Step<T, R> {
    R apply(T one) throws Exception;
  }

  private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    return new Reply(answer.statusCode(), JSON.readTree(answer.body()));
  }
}
