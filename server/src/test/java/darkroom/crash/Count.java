package darkroom.crash;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Counts what became of accepted tasks: first over the API while the server runs, then in the
 * closed database. Money is recomputed here from the files that were delivered.
 */
final class Count {
  private static final BigDecimal PRICE = BigDecimal.valueOf(5);
  private static final BigDecimal GRANTED = BigDecimal.valueOf(10_000);

  private final ServerProcess server;
  private final Receiver receiver;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private int finished;
  private int failed;
  private int lost;
  private int stuck;
  private int wrongCharge;
  private int badFiles;
  private int callbacksMissing;
  private int callbacksWrong;
  private int drift;
  private BigDecimal spent = BigDecimal.ZERO;

  Count(ServerProcess server, Receiver receiver) {
    this.server = server;
    this.receiver = receiver;
  }

  /**
   * @param tasks every accepted task with its number of pictures wanted
   */
  Verdict of(Map<String, Integer> tasks, int rounds, int unanswered, Path data)
      throws IOException, InterruptedException, SQLException {
    var ends = new TreeMap<String, JsonNode>();
    for (var task : tasks.entrySet()) {
      JsonNode end = awaitEnd(task.getKey());
      ends.put(task.getKey(), end);
      judge(end, task.getValue());
    }
    for (var end : ends.entrySet()) {
      judgeCallbacks(end.getKey(), end.getValue());
    }
    if (balance().compareTo(GRANTED.subtract(spent)) != 0) {
      drift++;
    }
    server.stop();
    int doubled = countClosed(data, tasks.size());
    int orphans = orphans(data);
    return new Verdict(
        rounds,
        tasks.size(),
        unanswered,
        finished,
        failed,
        lost,
        doubled,
        stuck,
        wrongCharge,
        drift,
        badFiles,
        callbacksMissing,
        callbacksWrong,
        orphans);
  }

  private JsonNode awaitEnd(String task) throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    JsonNode status = json.createObjectNode();
    while (System.nanoTime() < until) {
      HttpResponse<String> answer = get(server.url("/api/generate/status/" + task));
      if (answer.statusCode() == 404) {
        lost++;
        return json.createObjectNode();
      }
      status = json.readTree(answer.body()).path("data");
      String word = status.path("status").stringValue();
      if (word.equals("finished") || word.equals("failed")) {
        return status;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    stuck++;
    return status;
  }

  private void judge(JsonNode end, int wanted) throws IOException, InterruptedException {
    int files = end.path("files").size();
    boolean ok = end.path("status").asString("").equals("finished");
    finished += ok ? 1 : 0;
    failed += ok ? 0 : 1;
    BigDecimal charged = end.path("credits_amount").decimalValue();
    spent = spent.add(charged);
    if (charged.compareTo(PRICE.multiply(BigDecimal.valueOf(files))) != 0
        || files > wanted
        || ok != files > 0) {
      wrongCharge++;
    }
    for (JsonNode file : end.path("files")) {
      judgeFile(file);
    }
  }

  private void judgeFile(JsonNode file) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(file.path("file_url").stringValue())).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    String hash = '"' + sha256(answer.body()) + '"';
    if (answer.statusCode() != 200
        || answer.body().length != file.path("file_size").longValue()
        || !answer.headers().firstValue("ETag").orElse("").equals(hash)) {
      badFiles++;
    }
  }

  private void judgeCallbacks(String task, JsonNode end) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (receiver.of(task).isEmpty() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    var callbacks = receiver.of(task);
    if (callbacks.isEmpty()) {
      callbacksMissing++;
      return;
    }
    boolean oneId = callbacks.stream().map(Receiver.Callback::webhookId).distinct().count() == 1;
    boolean same =
        callbacks.stream().allMatch(callback -> callback.body().path("data").equals(end));
    if (!oneId || !same) {
      callbacksWrong++;
    }
  }

  private BigDecimal balance() throws IOException, InterruptedException {
    String body = get(server.url("/api/user/balance")).body();
    return json.readTree(body).path("data").path("credits_amount").decimalValue();
  }

  /** Tasks nobody was told of, tasks settled twice or never, sums that do not add up. */
  private int countClosed(Path data, int accepted) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("darkroom.db"));
        Statement sql = connection.createStatement()) {
      int tasks = number(sql, "select count(*) from task");
      int holds = number(sql, "select count(*) from ledger where kind = 'hold'");
      int settled = number(sql, "select count(*) from ledger where kind = 'settle'");
      int deliveries = number(sql, "select count(*) from delivery where status = 'delivered'");
      drift +=
          number(sql, "select count(*) from account where available + held + spent <> granted");
      drift += number(sql, "select count(*) from account where held <> 0 or open_tasks <> 0");
      drift +=
          number(
              sql,
              "select count(*) from account a where a.spent <> (select coalesce(sum(captured), 0)"
                  + " from ledger l where l.account_id = a.id)");
      callbacksMissing += Math.abs(deliveries - accepted);
      return Math.abs(tasks - accepted) + Math.abs(holds - accepted) + Math.abs(settled - accepted);
    }
  }

  /** Files on the disk that no row knows, drafts and kept references included. */
  private static int orphans(Path data) throws IOException, SQLException {
    try (Stream<Path> files = Files.walk(data.resolve("objects"));
        Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("darkroom.db"));
        Statement sql = connection.createStatement()) {
      int listed = number(sql, "select count(*) from task_file");
      long there = files.filter(Files::isRegularFile).count();
      return (int) Math.abs(there - listed);
    }
  }

  private static int number(Statement sql, String query) throws SQLException {
    try (ResultSet result = sql.executeQuery(query)) {
      result.next();
      return result.getInt(1);
    }
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + ServerProcess.KEY).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
