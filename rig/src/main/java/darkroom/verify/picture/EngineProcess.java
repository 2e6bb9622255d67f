package darkroom.verify.picture;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The engine mock in its process. */
final class EngineProcess implements AutoCloseable {
  private final Process process;
  private final URI address;

  private EngineProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  static EngineProcess start(Path log, long seed) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Djava.awt.headless=true",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "darkroom.verify.rig.EngineMock",
                    "0",
                    log.toString(),
                    Long.toString(seed),
                    "1"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = process.inputReader();
    String ready = out.readLine();
    if (ready == null || !ready.startsWith("ready ")) {
      process.destroyForcibly();
      throw new IOException("the engine mock did not start");
    }
    return new EngineProcess(process, URI.create("http://127.0.0.1:" + ready.substring(6)));
  }

  URI address() {
    return address;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
