package darkroom.verify.rig;

import darkroom.verify.Plan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fake of an upstream engine as a process that is never killed. Its journal is outside the
 * victim's folder and forced line by line. Thread-safe.
 */
public final class FakeProcess implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final String name;
  private final Path log;
  private final RoleProcess process;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final JsonMapper json = new JsonMapper();

  public FakeProcess(Plan plan, String name) throws IOException, InterruptedException {
    this.name = name;
    Path folder = Files.createDirectories(plan.folder().resolve("fakes"));
    log = folder.resolve(name + ".jsonl");
    process =
        new RoleProcess(FakeRole.class, plan.folder().resolve("rig.log"), name, log.toString());
    String told = process.await(30, TimeUnit.SECONDS);
    for (String setting : told.split("\t", -1)) {
      String[] parts = setting.split("=", 2);
      settings.put(parts[0], parts[1]);
    }
  }

  public String name() {
    return name;
  }

  public int port() {
    return process.port();
  }

  /** What an operator sets to use it, by the names of the settings. */
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  /** Says {@code received N}, {@code answered N}, {@code polls N} as they happen. */
  public RoleProcess events() {
    return process;
  }

  /** What it counted so far: {@code total}, {@code by_id}, {@code faults}. */
  public JsonNode stats() throws IOException, InterruptedException {
    var ask =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/_fake/stats"))
            .timeout(Duration.ofSeconds(30))
            .build();
    return json.readTree(HTTP.send(ask, BodyHandlers.ofString()).body());
  }

  /** Every arrival, in its order. */
  public List<JsonNode> journal() throws IOException {
    return LogFile.read(log);
  }

  @Override
  public void close() {
    process.close();
  }
}
