package darkroom.verify.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Submits as a process: writes each intent before it sends and each answer after it came. Whoever
 * got no answer asks again under the same Idempotency-Key until one comes, as a good client does.
 * Commands: {@code go} and {@code pause}; when paused, and nothing is unanswered any more, it says
 * {@code idle}.
 */
public final class Loader {
  private static final int THREADS = 6;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private final LogFile log;
  private final URI victim;
  private final String key;
  private final String testKey;
  private final Submits submits;
  private final int pauseMillis;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicBoolean going = new AtomicBoolean();
  private final JsonMapper json = new JsonMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private Loader(
      LogFile log, URI victim, String key, String testKey, Submits submits, int pauseMillis) {
    this.log = log;
    this.victim = victim;
    this.key = key;
    this.testKey = testKey;
    this.submits = submits;
    this.pauseMillis = pauseMillis;
  }

  /** {@code VICTIM_URL KEY TEST_KEY CALLBACK_URL LOG SEED PAUSE_MILLIS}; runs until killed. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var loader =
        new Loader(
            LogFile.append(Path.of(arguments[4])),
            URI.create(arguments[0]),
            arguments[1],
            arguments[2],
            new Submits(URI.create(arguments[3]), Long.parseLong(arguments[5])),
            Integer.parseInt(arguments[6]));
    for (int i = 0; i < THREADS; i++) {
      Thread.ofPlatform().daemon().start(loader::work);
    }
    System.out.println("ready 0");
    try (var commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        loader.obey(line);
      }
    }
  }

  private void obey(String command) throws InterruptedException {
    going.set(command.equals("go"));
    if (!going.get()) {
      while (busy.get() > 0) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      System.out.println("idle");
    }
  }

  private void work() {
    try {
      while (true) {
        busy.incrementAndGet();
        try {
          if (going.get()) {
            submitUntilAnswered(next.getAndIncrement());
          }
        } finally {
          busy.decrementAndGet();
        }
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void submitUntilAnswered(int number) throws InterruptedException {
    Submits.Submit submit = submits.number(number);
    while (!answered(submit)) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private boolean answered(Submits.Submit submit) throws InterruptedException {
    log.write(
        Map.of(
            "event", "intent",
            "key", submit.key(),
            "n", submit.n(),
            "test", submit.test(),
            "script", submit.script()));
    HttpRequest request =
        HttpRequest.newBuilder(victim.resolve("/api/generate/submit"))
            .timeout(ANSWER_WITHIN)
            .header("Authorization", "Bearer " + (submit.test() ? testKey : key))
            .header("Idempotency-Key", submit.key())
            .POST(HttpRequest.BodyPublishers.ofString(submit.body()))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      String task = taskIn(answer);
      boolean ok = answer.statusCode() == 200 && !task.isEmpty();
      note(submit, ok ? "ok" : "fail", answer.statusCode(), task);
      System.out.println("answer " + answer.statusCode());
      // 503 says "not now": as without an answer, the same key is asked again
      return answer.statusCode() != 503;
    } catch (IOException e) {
      note(submit, "unknown", 0, "");
      return false;
    }
  }

  private String taskIn(HttpResponse<String> answer) {
    try {
      return json.readTree(answer.body()).path("data").path("task_id").asString("");
    } catch (JacksonException e) {
      return "";
    }
  }

  private void note(Submits.Submit submit, String outcome, int status, String task) {
    var line = new LinkedHashMap<String, Object>();
    line.put("event", "answer");
    line.put("key", submit.key());
    line.put("outcome", outcome);
    line.put("status", status);
    line.put("task", task);
    log.write(line);
  }
}
