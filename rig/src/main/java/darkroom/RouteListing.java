package darkroom;

import darkroom.config.ConfigReader;
import darkroom.wire.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The route table of the server as it is, so that a run can miss no route. */
public final class RouteListing {
  private RouteListing() {}

  /**
   * Every route.
   *
   * @param folder an empty one, for the data of a server that is built and never started
   */
  public static List<Route> of(Path folder) throws IOException {
    var reader = new ConfigReader(Map.of("data", folder.toString(), "http.port", "0"), Map.of());
    Settings settings = Settings.read(reader);
    reader.check();
    try (var darkroom = new Darkroom(settings, List.of())) {
      return darkroom.routes();
    }
  }
}
