package darkroom.verify.rig;

import darkroom.fake.Fakes;
import darkroom.fake.kit.Column;
import darkroom.fake.kit.FakeServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A fake of an upstream engine as a role: after {@code ready PORT} it says its settings in one
 * line, then {@code received N}, {@code answered N} and {@code polls N} as its bill grows.
 */
final class FakeRole {
  private static final int LOOK_MILLIS = 2;

  private FakeRole() {}

  /** {@code NAME LOG}; serves until killed. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var maker = Fakes.find(arguments[0]).orElseThrow();
    try (var server =
        FakeServer.start(maker, 0, Optional.of(Path.of(arguments[1])), Clock.systemUTC())) {
      System.out.println("ready " + java.net.URI.create(server.origin()).getPort());
      System.out.println(
          server.vendor().settings().entrySet().stream()
              .map(setting -> setting.getKey() + "=" + setting.getValue())
              .collect(Collectors.joining("\t")));
      tell(server);
    }
  }

  private static void tell(FakeServer server) throws InterruptedException {
    Map<Column, Integer> told = new EnumMap<>(Column.class);
    while (true) {
      for (Column column : new Column[] {Column.RECEIVED, Column.ANSWERED, Column.POLLS}) {
        int now = server.desk().bill().total(column);
        if (now != told.getOrDefault(column, 0)) {
          told.put(column, now);
          System.out.println(column.word() + " " + now);
        }
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
