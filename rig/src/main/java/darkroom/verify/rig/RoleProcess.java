package darkroom.verify.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process of the rig that is never killed while a run lasts: it takes commands as lines on its
 * standard input and says what happens as lines on its standard output. Its first line is {@code
 * ready PORT}. Thread-safe.
 */
public final class RoleProcess implements AutoCloseable {
  private static final int HELD_LINES = 100_000;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(HELD_LINES);
  private final int port;

  /**
   * Starts {@code main} on the rig's own class path.
   *
   * @throws IOException when it does not get ready
   */
  public RoleProcess(Class<?> main, Path errors, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of("-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    Thread.ofPlatform().daemon().name("lines of " + main.getSimpleName()).start(this::pump);
    String ready = await(30, TimeUnit.SECONDS);
    if (!ready.startsWith("ready ")) {
      process.destroyForcibly();
      throw new IOException(main.getSimpleName() + " did not get ready; see " + errors);
    }
    port = Integer.parseInt(ready.substring("ready ".length()));
  }

  /** The port it listens on; 0 when on none. */
  public int port() {
    return port;
  }

  public void tell(String command) throws IOException {
    process
        .getOutputStream()
        .write((command + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** The next line it says; empty text when none comes in time. */
  public String await(long time, TimeUnit unit) throws InterruptedException {
    String line = lines.poll(time, unit);
    return line == null ? "" : line;
  }

  /** Drops what it said so far. */
  public void forget() {
    lines.clear();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private void pump() {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        // nobody waits for every event: what does not fit is old news
        if (!lines.offer(line)) {
          lines.clear();
        }
      }
    } catch (IOException end) {
      // the process is gone
    }
  }
}
