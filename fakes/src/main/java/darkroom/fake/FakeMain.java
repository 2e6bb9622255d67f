package darkroom.fake;

import darkroom.fake.kit.Desk;
import darkroom.fake.kit.FakeServer;
import darkroom.fake.kit.VendorFake;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code fake NAME [--port P] [--log FILE]}: one fake as a process, until it is ended. */
public final class FakeMain {
  private final Function<Desk, VendorFake> maker;
  private int port;
  private Optional<Path> log = Optional.empty();

  private FakeMain(Function<Desk, VendorFake> maker) {
    this.maker = maker;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      read(args).run();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static FakeMain read(String[] args) {
    String name = args.length == 0 ? "" : args[0];
    var main =
        new FakeMain(
            Fakes.find(name)
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "fake NAME [--port P] [--log FILE], NAME one of "
                            + String.join(", ", new TreeSet<>(Fakes.names())))));
    for (int i = 1; i < args.length; i += 2) {
      String value = i + 1 < args.length ? args[i + 1] : "";
      switch (args[i]) {
        case "--port" -> main.port = Integer.parseInt(value);
        case "--log" -> main.log = Optional.of(Path.of(value));
        default -> throw new IllegalArgumentException("no option: " + args[i]);
      }
    }
    return main;
  }

  private void run() throws IOException, InterruptedException {
    try (var server = FakeServer.start(maker, port, log, Clock.systemUTC())) {
      System.out.println(line(server));
      System.out.flush();
      new CountDownLatch(1).await();
    }
  }

  /** Where it is, and what an operator sets to use it; another process may read it. */
  private static String line(FakeServer server) {
    String settings =
        server.vendor().settings().entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining("  "));
    return server.vendor().name() + " at " + server.origin() + "  " + settings;
  }
}
