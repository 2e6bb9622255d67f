package darkroom.verify.outbound;

import darkroom.verify.Plan;
import darkroom.verify.rig.Victim;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A victim with the production guard on its {@link Island}, the {@link FarSide} around it, and the
 * way from the rig to the victim through the far side's door.
 */
final class World implements AutoCloseable {
  /** Where a proxy of the environment would stand; nobody may ever ask it. */
  private static final String TRAP = "45.99.9.9";

  private final Process far;
  private final PrintWriter orders;
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
  private final Queue<Hit> hits = new ConcurrentLinkedQueue<>();
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final Path doorFolder = Files.createTempDirectory("dk");
  private Victim victim;
  private Island island;

  /** A connection that reached the far side. */
  record Hit(String address, int port, String path) {}

  World(Plan plan) throws IOException, InterruptedException {
    far =
        new ProcessBuilder(
                "unshare",
                "-n",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                FarSide.class.getName())
            .redirectError(plan.folder().resolve("far.log").toFile())
            .start();
    orders = new PrintWriter(far.outputWriter(), true);
    Thread.ofPlatform().daemon().start(this::listen);
    try {
      // the shell word "unshare" becomes Java under the same id, but only after its namespace is
      // made
      order("hello", "hello");
      island = Island.join(far.pid(), plan.folder());
      parts.add(island);
      order("go", "ready");
      victim = settings(plan).launch();
      parts.add(victim);
      Path door = doorFolder.resolve("door");
      order("door " + door + " " + victim.port(), "open");
      bridge(victim.port(), door);
      victim.awaitReady(Duration.ofSeconds(90));
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  Victim victim() {
    return victim;
  }

  List<Hit> hits() {
    return List.copyOf(hits);
  }

  long activeOpens() throws IOException {
    return island.activeOpens();
  }

  long fetchFlips() throws IOException, InterruptedException {
    return Long.parseLong(order("flips", "flips").split(" ", -1)[1]);
  }

  /** The same for callbacks. */
  long callbackFlips() throws IOException, InterruptedException {
    return Long.parseLong(order("flips", "flips").split(" ", -1)[2]);
  }

  /** Late names are private from now on. */
  void turn() throws IOException, InterruptedException {
    order("turn", "turned");
  }

  @Override
  public void close() {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        System.err.println("closing: " + e);
      }
    }
    far.destroyForcibly();
    far.onExit().join();
    doorFolder.resolve("door").toFile().delete();
    doorFolder.toFile().delete();
  }

  private Victim.Settings settings(Plan plan) {
    String tries = "0s" + ", 0s".repeat(9);
    Victim.Settings settings =
        Victim.of(plan)
            .prefix(island.prefix())
            .env("DARKROOM_HTTP_HOST", "0.0.0.0")
            .env(
                "DARKROOM_PUBLIC_URL", "http://v4-" + Targets.hex(Island.OWN_ADDRESS) + ".own.test")
            .env("DARKROOM_WEBHOOK_ALLOW_HTTP", "true")
            .env("DARKROOM_WEBHOOK_SCHEDULE", tries)
            .env("DARKROOM_WORKER_TASKS", "256")
            .env("DARKROOM_HTTP_FAILED_KEYS_PER_MINUTE", "1000000")
            // each look-up asks anew, or a cache would hide a second one
            .flag("-Dsun.net.inetaddr.ttl=0")
            .flag("-Dsun.net.inetaddr.negative.ttl=0")
            .flag("-Dhttp.proxyHost=" + TRAP)
            .flag("-Dhttp.proxyPort=3128")
            .flag("-Dhttps.proxyHost=" + TRAP)
            .flag("-Dhttps.proxyPort=3128")
            .flag("-DsocksProxyHost=" + TRAP);
    for (String name :
        List.of("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY")) {
      settings.env(name, "http://" + TRAP + ":3128");
    }
    return settings;
  }

  private String order(String order, String expected) throws IOException, InterruptedException {
    orders.println(order);
    String reply = replies.poll(30, TimeUnit.SECONDS);
    if (reply == null || !reply.startsWith(expected)) {
      throw new IOException(
          "the far side says " + reply + " to '" + order + "' (is this root? see far.log)");
    }
    return reply;
  }

  private void listen() {
    try (BufferedReader lines = far.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 4);
        if (words[0].equals("hit")) {
          String address = InetAddress.ofLiteral(words[1]).getHostAddress();
          hits.add(new Hit(address, Integer.parseInt(words[2]), words[3]));
        } else {
          replies.add(line);
        }
      }
    } catch (IOException gone) {
      // its end is noticed by whoever gives the next order
    }
  }

  private void bridge(int port, Path door) throws IOException {
    ServerSocketChannel near = ServerSocketChannel.open();
    near.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
    parts.add(near);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (near.isOpen()) {
            try {
              SocketChannel client = near.accept();
              Pump.join(
                  client,
                  () -> {
                    SocketChannel far = SocketChannel.open(StandardProtocolFamily.UNIX);
                    far.connect(UnixDomainSocketAddress.of(door));
                    return far;
                  });
            } catch (IOException closed) {
              return;
            }
          }
        });
  }
}
