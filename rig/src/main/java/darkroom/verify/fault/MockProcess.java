package darkroom.verify.fault;

import darkroom.verify.Plan;
import darkroom.verify.rig.EngineMock;
import darkroom.verify.rig.LogFile;
import darkroom.verify.rig.Victim;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The engine mock in a process of its own, quick and with tiny pictures. */
final class MockProcess implements AutoCloseable {
  private static final String MEDIAN_MILLIS = "30";

  private final Process process;
  private final Path log;
  private final URI address;

  MockProcess(Plan plan) throws IOException {
    log = plan.folder().resolve("engine.jsonl");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            EngineMock.class.getName(),
            "0",
            log.toString(),
            Long.toString(plan.seed()),
            MEDIAN_MILLIS);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String ready = out.readLine();
    if (ready == null) {
      throw new IOException("the engine mock did not start");
    }
    address = URI.create("http://127.0.0.1:" + ready.substring("ready ".length()));
  }

  /** A victim that has its pictures made here and repeats what failed without long waits. */
  Victim.Settings victim(Plan plan) {
    return Victim.of(plan)
        // these victims live for seconds: the better compiler would cost them more than they run
        .flag("-XX:TieredStopAtLevel=1")
        .engine(address)
        .env("DARKROOM_WORKER_ENGINE_POLL", "20ms")
        .env("DARKROOM_WORKER_RETRY_BASE", "100ms")
        .env("DARKROOM_WORKER_RETRY_CAP", "500ms")
        .env("DARKROOM_WORKER_RECONCILE_WINDOW", "300ms")
        .env("DARKROOM_TASK_LEASE", "3s")
        .env("DARKROOM_TASK_MAX_OPEN_PER_ACCOUNT", "10000")
        .env("DARKROOM_WEBHOOK_PER_HOST", "16")
        .env("DARKROOM_WEBHOOK_SCHEDULE", "0s, 1s, 1s, 1s, 1s, 1s, 1s, 2s, 2s, 2s, 5s, 5s");
  }

  /** Jobs taken, by the key of their order. */
  Map<String, Integer> taken() throws IOException {
    var taken = new HashMap<String, Integer>();
    if (Files.exists(log)) {
      for (JsonNode line : LogFile.read(log)) {
        if (line.path("taken").booleanValue(false)) {
          taken.merge(line.path("prompt").stringValue().split(" ", 2)[0], 1, Integer::sum);
        }
      }
    }
    return taken;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
