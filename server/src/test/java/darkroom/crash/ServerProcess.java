package darkroom.crash;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Darkroom in a process of its own, that can be killed. */
final class ServerProcess {
  static final String KEY = "sk-0123456789ABCDEFGHIJabcdefghij2i4Bwd";

  private final Path data;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  private ServerProcess(Path data, int port, Process process) {
    this.data = data;
    this.port = port;
    this.process = process;
  }

  static ServerProcess start(Path data) throws IOException, InterruptedException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var server = new ServerProcess(data, port, launch(data, port));
    server.awaitReady();
    return server;
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL: no shutdown hook runs. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again on the same folder; returns how long until it was ready. */
  Duration restart() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    process = launch(data, port);
    awaitReady();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** SIGTERM; fine when it is gone already. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the server did not stop");
    }
  }

  private void awaitReady() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (System.nanoTime() < until) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the server ended by itself; see " + log(data));
      }
      try {
        HttpRequest ask =
            HttpRequest.newBuilder(url("/health/ready")).timeout(Duration.ofSeconds(5)).build();
        if (http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    throw new IllegalStateException("the server did not become ready; see " + log(data));
  }

  private static Process launch(Path data, int port) throws IOException {
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "darkroom.Main",
                "serve"));
    builder
        .environment()
        .putAll(
            Map.of(
                "DARKROOM_DATA", data.toString(),
                "DARKROOM_HTTP_PORT", Integer.toString(port),
                "DARKROOM_BOOTSTRAP_KEY", KEY,
                "DARKROOM_HTTP_SUBMITS_PER_SECOND", "100000",
                "DARKROOM_HTTP_SUBMIT_BURST", "100000",
                "DARKROOM_STORAGE_FREE_SPACE_FLOOR", "0",
                "DARKROOM_WEBHOOK_SCHEDULE", "0s, 1s, 1s, 1s, 1s, 2s, 2s, 5s, 5s, 5s, 10s, 10s"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(data).toFile()));
    return builder.start();
  }

  private static Path log(Path data) {
    return data.resolveSibling("server.log");
  }
}
