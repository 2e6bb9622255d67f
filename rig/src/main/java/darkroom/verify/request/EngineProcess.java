package darkroom.verify.request;

import darkroom.verify.Plan;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The engine mock in a process of its own, so that its load is not the victim's. */
final class EngineProcess implements AutoCloseable {
  private final Process process;
  private final URI url;

  EngineProcess(Plan plan, int medianMillis) throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "darkroom.verify.rig.EngineMock",
                    "0",
                    plan.folder().resolve("engine.jsonl").toString(),
                    Long.toString(plan.seed()),
                    Integer.toString(medianMillis)))
            .redirectError(plan.folder().resolve("engine.log").toFile())
            .start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String ready = lines.readLine();
    if (ready == null || !ready.startsWith("ready ")) {
      close();
      throw new IOException("the engine mock did not start: " + ready);
    }
    url = URI.create("http://127.0.0.1:" + ready.substring(6).strip());
  }

  URI url() {
    return url;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
