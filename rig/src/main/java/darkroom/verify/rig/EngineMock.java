package darkroom.verify.rig;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A paid engine as a process: takes jobs over HTTP, works on them for a while and hands out
 * pictures. It logs every submit under our id before it answers. A prompt scripts what it does by a
 * word in double braces: {@code {{refuse}}}, {@code {{moderate}}}, {@code {{fail}}}, {@code
 * {{lose}}} (takes the job, closes without an answer, can be asked later), {@code {{drop}}} (closes
 * without having taken it), {@code {{slow 4000}}} (milliseconds), or {@code {{lie html}}} and the
 * other lies of {@link Lies}.
 */
public final class EngineMock {
  private static final Pattern WORD = Pattern.compile("\\{\\{(\\w+)(?: ([\\w-]+))?}}");
  private static final double SLOW_SHARE = 0.02;

  private final LogFile log;
  private final Random random;
  private final int medianMillis;
  private final JsonMapper json = new JsonMapper();
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final Map<String, Job> byAttempt = new ConcurrentHashMap<>();

  private record Job(
      String id, String attempt, String prompt, String word, String detail, long readyNanos) {}

  private EngineMock(LogFile log, long seed, int medianMillis) {
    this.log = log;
    this.medianMillis = medianMillis;
    random = new Random(seed);
  }

  /** {@code PORT LOG SEED MEDIAN_MILLIS}; serves until killed. */
  public static void main(String[] arguments) throws IOException {
    var mock =
        new EngineMock(
            LogFile.append(Path.of(arguments[1])),
            Long.parseLong(arguments[2]),
            Integer.parseInt(arguments[3]));
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    HttpServer server = HttpServer.create(address, 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/jobs", mock::jobs);
    server.createContext("/attempts/", mock::attempt);
    server.createContext("/pictures/", mock::picture);
    server.start();
    System.out.println("ready " + server.getAddress().getPort());
  }

  private void jobs(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      submit(exchange);
    } else {
      String id = exchange.getRequestURI().getPath().substring("/jobs/".length());
      state(exchange, jobs.get(id), false);
    }
  }

  private void attempt(HttpExchange exchange) throws IOException {
    String id = exchange.getRequestURI().getPath().substring("/attempts/".length());
    state(exchange, byAttempt.get(id), true);
  }

  private void submit(HttpExchange exchange) throws IOException {
    JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
    String attempt = body.path("attempt").stringValue();
    Matcher script = WORD.matcher(body.path("prompt").stringValue());
    String word = script.find() ? script.group(1) : "";
    String detail = word.isEmpty() || script.group(2) == null ? "" : script.group(2);
    boolean taken = !word.equals("refuse") && !word.equals("moderate") && !word.equals("drop");
    String id = "job-" + attempt;
    if (taken) { // first of all: a disk that is slow to take the line is no loss of memory
      var job =
          new Job(
              id,
              attempt,
              body.path("prompt").stringValue(),
              word,
              detail,
              System.nanoTime() + nanosOfWork(word, detail));
      jobs.put(id, job);
      byAttempt.put(attempt, job);
    }
    log.write(
        Map.of(
            "event",
            "submit",
            "attempt",
            attempt,
            "taken",
            taken,
            "shot",
            body.path("shot").intValue(),
            "prompt",
            body.path("prompt").stringValue()));
    System.out.println("submit " + attempt);
    if (!taken) {
      switch (word) {
        case "drop" -> exchange.close();
        case "moderate" -> answer(exchange, 403, Map.of("state", "moderated"));
        default -> answer(exchange, 400, Map.of("state", "refused"));
      }
      return;
    }
    if (word.equals("lose")) {
      exchange.close();
      return;
    }
    answer(exchange, 200, Map.of("state", "accepted", "job", id));
  }

  /** Log-normal around the median, with a few that take far longer. */
  private long nanosOfWork(String word, String detail) {
    if (word.equals("slow")) {
      return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(detail));
    }
    double factor;
    synchronized (random) {
      factor = Math.exp(random.nextGaussian() * 0.8);
      if (random.nextDouble() < SLOW_SHARE) {
        factor *= 10;
      }
    }
    return TimeUnit.MILLISECONDS.toNanos(Math.round(medianMillis * factor));
  }

  private void state(HttpExchange exchange, @Nullable Job job, boolean ask) throws IOException {
    if (job == null) {
      answer(exchange, 404, Map.of("state", "unknown"));
    } else if (System.nanoTime() < job.readyNanos()) {
      answer(
          exchange,
          200,
          ask
              ? Map.of("state", "accepted", "job", job.id())
              : Map.of("state", "running", "percent", 50));
    } else if (job.word().equals("fail")) {
      answer(exchange, 200, Map.of("state", "failed"));
    } else {
      answer(exchange, 200, Map.of("state", "done", "picture", "/pictures/" + job.id()));
    }
  }

  private void picture(HttpExchange exchange) throws IOException {
    Job job = jobs.get(exchange.getRequestURI().getPath().substring("/pictures/".length()));
    if (job == null) {
      answer(exchange, 404, Map.of("state", "unknown"));
      return;
    }
    byte[] bytes =
        job.word().equals("lie") ? Lies.of(job.detail()) : Lies.picture(job.attempt().hashCode());
    log.write(Map.of("event", "picture", "prompt", job.prompt(), "sha256", Sha256.hex(bytes)));
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
    byte[] bytes = json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
