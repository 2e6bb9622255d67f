package darkroom;

import darkroom.engine.Engine;
import darkroom.verify.rig.MockedEngine;
import java.net.URI;
import java.util.List;

/**
 * The server as it is, with the engine mock in place of a paid one. In the server's package,
 * because only the root may start it.
 */
public final class VictimMain {
  private VictimMain() {}

  public static void main(String[] arguments) {
    String mock = System.getenv("VERIFY_ENGINE");
    List<Engine> engines = mock == null ? List.of() : List.of(new MockedEngine(URI.create(mock)));
    System.exit(Main.execute(engines, arguments));
  }
}
