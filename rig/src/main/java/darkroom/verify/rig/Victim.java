package darkroom.verify.rig;

import darkroom.verify.Plan;
import darkroom.verify.planted.Planted;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A Darkroom in a process of its own, on loopback, that can be killed and started again on the same
 * data folder. Not thread-safe, except {@link #url} and {@link #port}.
 */
public final class Victim implements AutoCloseable {
  /** Key of the first account, {@code owner@localhost}, which has 10,000 credits. */
  public static final String MEMBER_KEY = "sk-0123456789ABCDEFGHIJabcdefghij2i4Bwd";

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Settings settings;
  private final int port;
  private Process process;

  /** How a victim is started; every method returns this, changed. */
  public static final class Settings {
    private final Plan plan;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> flags =
        new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx512m"));
    private List<String> prefix = List.of();
    private OptionalInt port = OptionalInt.empty();
    private Path data;
    private Path log;

    private Settings(Plan plan) {
      this.plan = plan;
      data = plan.folder().resolve("data");
      log = plan.folder().resolve("victim.log");
      // limits that a burst of the rig would run into; runs that test a limit set it themselves
      environment.put("DARKROOM_HTTP_SUBMITS_PER_SECOND", "100000");
      environment.put("DARKROOM_HTTP_SUBMIT_BURST", "100000");
      environment.put("DARKROOM_STORAGE_FREE_SPACE_FLOOR", "0");
      environment.put("DARKROOM_BOOTSTRAP_KEY", MEMBER_KEY);
    }

    /** A setting by its environment name, {@code DARKROOM_TASK_LEASE}. */
    public Settings env(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** A setting by its name, {@code task.lease}. */
    public Settings setting(String name, String value) {
      return env(
          "DARKROOM_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value);
    }

    /** Takes a setting back to its default. */
    public Settings unset(String name) {
      environment.remove(name);
      return this;
    }

    /** Data folder; default: {@code data} in the run's folder. */
    public Settings data(Path folder) {
      data = folder;
      return this;
    }

    /** The port it listens on; without, a free one. */
    public Settings port(int number) {
      port = OptionalInt.of(number);
      return this;
    }

    /** File that its output is appended to; default: {@code victim.log} in the run's folder. */
    public Settings log(Path file) {
      log = file;
      return this;
    }

    /** One more option of the JVM; a later one wins over an earlier one. */
    public Settings flag(String flag) {
      flags.add(flag);
      return this;
    }

    /**
     * What the command line begins with, such as {@code strace -D -f …} or {@code unshare -m}. It
     * has to end in the server under the process id it was started with.
     */
    public Settings prefix(List<String> words) {
      prefix = List.copyOf(words);
      return this;
    }

    /** Draws with the engine mock at this address instead of the built-in engine. */
    public Settings engine(URI mock) {
      environment.put("VERIFY_ENGINE", mock.toString());
      return this;
    }

    /** Starts it and waits until it is ready. */
    public Victim start() throws IOException, InterruptedException {
      Victim victim = launch();
      victim.awaitReady(READY_WITHIN);
      return victim;
    }

    /** Starts it without waiting. */
    public Victim launch() throws IOException {
      return new Victim(this, port.isPresent() ? port.getAsInt() : freePort());
    }
  }

  /** A victim of this run, with the plan's planted bug in it, if any. */
  public static Settings of(Plan plan) {
    return new Settings(plan);
  }

  private Victim(Settings settings, int port) throws IOException {
    this.settings = settings;
    this.port = port;
    process = begin();
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** Its resident memory now, in KiB. */
  public long residentKilobytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(pid()), "status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IOException("no VmRSS in " + status));
  }

  public Path data() {
    return settings.data;
  }

  public Path log() {
    return settings.log;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The admin key that its first start left in the data folder. */
  public String adminKey() throws IOException {
    return Files.readString(settings.data.resolve("admin-key")).strip();
  }

  /** SIGKILL: no shutdown hook runs. Returns when the process is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * SIGTERM, then waits; returns the exit status, empty when it had to be killed after a minute.
   */
  public Optional<Integer> stop() throws InterruptedException {
    return stop(Duration.ofSeconds(60));
  }

  /** As {@link #stop()}, with a limit of its own. */
  public Optional<Integer> stop(Duration limit) throws InterruptedException {
    process.destroy();
    return awaitExit(limit);
  }

  /** Waits for an end it brings about itself; kills it and answers empty when there is none. */
  public Optional<Integer> awaitExit(Duration limit) throws InterruptedException {
    if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.of(process.exitValue());
    }
    kill();
    return Optional.empty();
  }

  /** Starts it again on the same folder and port, without waiting. */
  public void relaunch() throws IOException {
    process = begin();
  }

  /** As {@link #relaunch}, with other settings, such as another prefix. */
  public Victim relaunch(Settings other) throws IOException {
    return new Victim(other, port);
  }

  /** Starts it again on the same folder and port; returns how long until it was ready. */
  public Duration restart() throws IOException, InterruptedException {
    relaunch();
    return awaitReady(READY_WITHIN);
  }

  /**
   * @return how long it took
   * @throws IOException when it ended by itself, or the limit passed
   */
  public Duration awaitReady(Duration limit) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < limit.toNanos()) {
      if (!process.isAlive()) {
        throw new IOException(
            "the victim ended with " + process.exitValue() + "; see " + settings.log);
      }
      if (isReady()) {
        return Duration.ofNanos(System.nanoTime() - begun);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    throw new IOException("the victim was not ready after " + limit + "; see " + settings.log);
  }

  private boolean isReady() throws InterruptedException {
    try {
      HttpRequest ask =
          HttpRequest.newBuilder(url("/health/ready")).timeout(Duration.ofSeconds(5)).build();
      return HTTP.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Kills it when it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private Process begin() throws IOException {
    String path = System.getProperty("java.class.path");
    var command = new ArrayList<>(settings.prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(settings.flags);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.awt.headless=true");
    if (settings.plan.bug().isPresent()) {
      path = planted(settings.plan) + File.pathSeparator + path;
    } else {
      StartCache.flag(path).ifPresent(command::add);
    }
    command.addAll(List.of("-cp", path, "darkroom.VictimMain", "serve"));
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("DARKROOM_"));
    builder.environment().putAll(settings.environment);
    builder.environment().put("DARKROOM_DATA", settings.data.toString());
    builder.environment().put("DARKROOM_HTTP_PORT", Integer.toString(port));
    builder.directory(settings.plan.folder().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(settings.log.toFile()));
    return builder.start();
  }

  private static Path planted(Plan plan) throws IOException {
    Path classes = plan.folder().resolve("planted");
    if (!Files.exists(classes)) {
      Planted.read(plan.bug().orElseThrow()).compileInto(classes);
    }
    return classes;
  }

  /** A port that nobody listens on now. */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
