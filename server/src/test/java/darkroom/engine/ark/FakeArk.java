package darkroom.engine.ark;

import darkroom.net.ScriptedServer;
import darkroom.net.ScriptedServer.Asked;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ark on loopback: as strict as its documents, and with the misfortunes that a prompt asks for in
 * double brackets. It counts what it would have billed, by our attempt id. Thread-safe.
 */
public final class FakeArk implements AutoCloseable {
  public static final String KEY = "ark-0123456789";

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern DIRECTIVE = Pattern.compile("\\[\\[([a-z0-9-]+) ?([^\\]]*)\\]\\]");
  private static final Pattern ID = Pattern.compile("x-client-request-id: ([0-9a-z]+)");

  private final ScriptedServer server;
  private final FakeArkPictures pictures = new FakeArkPictures();
  private final Map<String, Integer> received = new ConcurrentHashMap<>();
  private final Map<String, Integer> paid = new ConcurrentHashMap<>();
  private final Map<String, Integer> answered = new ConcurrentHashMap<>();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
  private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final List<String> fetched = new CopyOnWriteArrayList<>();

  private FakeArk(int port) throws IOException {
    server = ScriptedServer.start("127.0.0.1", port, this::serve);
  }

  public static FakeArk start() throws IOException {
    return new FakeArk(0);
  }

  /** What an operator would set as {@code engine.ark.base-url}. */
  public String baseUrl() {
    return server.url("127.0.0.1", "/api/v3");
  }

  /** Whole requests read, by attempt id. */
  public Map<String, Integer> received() {
    return Map.copyOf(received);
  }

  /** Pictures that would stand on the bill, by attempt id. */
  public Map<String, Integer> paid() {
    return Map.copyOf(paid);
  }

  public int billed() {
    return paid.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Answers sent to their end, by attempt id. */
  public Map<String, Integer> answered() {
    return Map.copyOf(answered);
  }

  public List<JsonNode> bodies() {
    return List.copyOf(bodies);
  }

  /** What a client did that Ark's documents forbid. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** Paths of results that were fetched. */
  public List<String> fetched() {
    return List.copyOf(fetched);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve(Asked asked, OutputStream out) throws IOException, InterruptedException {
    if (asked.line().startsWith("GET /results/")) {
      result(asked, out);
    } else if (asked.line().startsWith("POST /api/v3/images/generations ")) {
      generate(asked, out);
    } else {
      faults.add("asked for " + asked.line());
      error(out, 404, "InvalidEndpointOrModel.NotFound", "no such path", "");
    }
  }

  private void generate(Asked asked, OutputStream out) throws IOException, InterruptedException {
    JsonNode body = MAPPER.readTree(asked.body());
    Matcher id = ID.matcher(asked.headers());
    String attempt = id.find() ? id.group(1) : "none";
    received.merge(attempt, 1, Integer::sum);
    bodies.add(body);
    if (!asked.headers().contains("authorization: bearer " + KEY + "\r\n")) {
      error(out, 401, "AuthenticationError", "the API key is wrong", "");
      return;
    }
    Optional<String> broken =
        attempt.equals("none")
            ? Optional.of("MissingParameter: X-Client-Request-Id")
            : FakeArkCheck.broken(body);
    if (broken.isPresent()) {
      faults.add(broken.get());
      String[] parts = broken.get().split(": ", 2);
      error(out, 400, parts[0], parts[1], "");
      return;
    }
    String prompt = body.path("prompt").asString("");
    Matcher directive = DIRECTIVE.matcher(prompt);
    String word = directive.find() ? directive.group(1) : "";
    String[] words = word.isEmpty() ? new String[0] : directive.group(2).split(" ", 3);
    if (!refused(word, words, prompt, out)) {
      paid.merge(attempt, 1, Integer::sum);
      if (draw(word, words, new Job(attempt, body), out)) {
        answered.merge(attempt, 1, Integer::sum);
      }
    }
  }

  private record Job(String attempt, JsonNode body) {
    String pixels() {
      return FakeArkPictures.pixels(body.path("size").asString(""));
    }

    boolean stream() {
      return body.path("stream").booleanValue();
    }
  }

  /** Answers that bill nothing. */
  private boolean refused(String word, String[] words, String prompt, OutputStream out)
      throws IOException {
    switch (word) {
      case "fail" -> error(out, Integer.parseInt(words[0]), words[1], text(words), "");
      case "html" ->
          ScriptedServer.write(
              out, words[0] + " Oops\r\nContent-Type: text/html", "<html>a proxy</html>");
      case "429" -> {
        boolean again = refusals.merge(prompt, 1, Integer::sum) <= Integer.parseInt(words[0]);
        if (again) {
          String header = words.length > 1 ? "\r\nRetry-After: " + words[1].replace("_", " ") : "";
          error(out, 429, "ModelAccountIpmRateLimitExceeded", "slow down", header);
        }
        return again;
      }
      case "moderated" -> {
        String refusal =
            """
            {"type":"image_generation.partial_failed","model":"m","created":1,"image_index":0,\
            "error":{"code":"OutputImageSensitiveContentDetected","message":"withheld"}}\
            """;
        stream(out, refusal, "[DONE]");
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static String text(String[] words) {
    return words.length > 2 ? words[2] : "the vendor's own words";
  }

  /** From here on the picture is billed. Answers whether the client was told all of it. */
  private boolean draw(String word, String[] words, Job job, OutputStream out)
      throws IOException, InterruptedException {
    switch (word) {
      case "slow" -> pause(Long.parseLong(words[0]));
      case "never" -> pause(Long.MAX_VALUE);
      case "headers-then-stall" -> {
        head(out);
        pause(Long.MAX_VALUE);
      }
      case "drop-after-read" -> {
        return false;
      }
      case "rst-after-read" -> throw new ScriptedServer.Reset();
      case "json" -> {
        ScriptedServer.write(out, "200 OK\r\nContent-Type: application/json", broken(words[0]));
        return true;
      }
      default -> {}
    }
    String url = url(word, words, job);
    if (!job.stream()) {
      plain(out, job, url);
      return true;
    }
    head(out);
    byte[] event = chunk(succeeded(url, job.pixels()));
    if (word.equals("cut")) {
      out.write(Arrays.copyOf(event, Integer.parseInt(words[0])));
      return false;
    }
    out.write(event);
    out.flush();
    if (word.equals("stall-after-picture")) {
      pause(Long.MAX_VALUE);
    }
    if (!word.equals("cut-after-picture")) {
      out.write(chunk("{\"type\":\"image_generation.completed\",\"usage\":" + usage(job) + "}"));
      out.write(chunk("[DONE]"));
      out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    return true;
  }

  private String url(String word, String[] words, Job job) {
    String kind = word.equals("image") || word.equals("url") ? words[0] : "fine";
    if (kind.equals("redirect-private")) {
      return "http://169.254.169.254/latest/meta-data";
    }
    return server.url(
        "127.0.0.1", "/results/" + job.attempt() + "/" + job.pixels() + "/" + kind + ".jpeg?sig=1");
  }

  private static String broken(String kind) {
    return switch (kind) {
      case "nan" -> "{\"data\":[{\"url\":NaN}]}";
      case "huge" -> "{\"created\":" + "9".repeat(5_000) + "}";
      case "empty" -> "{\"data\":[]}";
      default -> "{\"data\":[{\"url\":\"http";
    };
  }

  private static void plain(OutputStream out, Job job, String url) throws IOException {
    String json =
        "{\"model\":\"m\",\"created\":1,\"data\":[{\"url\":\"%s\",\"size\":\"%s\"}],\"usage\":%s}"
            .formatted(url, job.pixels(), usage(job));
    ScriptedServer.write(out, "200 OK\r\nContent-Type: application/json", json);
  }

  private static String succeeded(String url, String pixels) {
    return "{\"type\":\"image_generation.partial_succeeded\",\"model\":\"m\",\"created\":1,"
        + "\"image_index\":0,\"url\":\"%s\",\"size\":\"%s\"}".formatted(url, pixels);
  }

  private static String usage(Job job) {
    String[] sides = job.pixels().split("x", 2);
    long tokens = Long.parseLong(sides[0]) * Long.parseLong(sides[1]) / 256;
    return "{\"generated_images\":1,\"output_tokens\":%d,\"total_tokens\":%d}"
        .formatted(tokens, tokens);
  }

  private void result(Asked asked, OutputStream out) throws IOException {
    String[] parts = asked.path().split("[/?]", -1);
    if (asked.headers().contains("authorization")) {
      faults.add("a key for the result's host");
    }
    fetched.add(asked.path());
    byte[] jpeg = pictures.jpeg(parts[3]);
    boolean first = fetched.stream().filter(asked.path()::equals).count() == 1;
    switch (parts[4]) {
      case "404.jpeg" -> ScriptedServer.write(out, "404 Not Found", "gone");
      case "html.jpeg" -> ScriptedServer.write(out, "200 OK", "<html>no picture</html>");
      case "zero.jpeg" -> ScriptedServer.write(out, "200 OK", "");
      case "truncated.jpeg" -> {
        byte[] sent = first ? Arrays.copyOf(jpeg, jpeg.length / 2) : jpeg;
        out.write(
            ("HTTP/1.1 200 OK\r\nContent-Length: " + jpeg.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.write(sent);
      }
      default -> ScriptedServer.write(out, "200 OK\r\nContent-Type: image/jpeg", jpeg);
    }
  }

  private static void error(
      OutputStream out, int status, String code, String message, String header) throws IOException {
    String json =
        MAPPER.writeValueAsString(
            Map.of("error", Map.of("code", code, "message", message, "param", "", "type", "")));
    ScriptedServer.write(out, status + " No\r\nContent-Type: application/json" + header, json);
  }

  private static void stream(OutputStream out, String... events) throws IOException {
    head(out);
    for (String event : events) {
      out.write(chunk(event));
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void head(OutputStream out) throws IOException {
    List<String> lines =
        List.of(
            "HTTP/1.1 200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked", "");
    for (String line : lines) {
      out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
    out.flush();
  }

  private static byte[] chunk(String event) {
    String text = "event: x\ndata: " + event + "\n\n";
    String length = Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length);
    return (length + "\r\n" + text + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Ends early when the fake is closed. */
  private static void pause(long millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }
}
