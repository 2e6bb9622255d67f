package darkroom.client;

import java.io.Console;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it; handed in so that tests choose it.
 *
 * @param environment the process environment
 * @param folder where relative file names start
 * @param terminal whether a human watches
 */
record Surroundings(
    Map<String, String> environment, Path folder, boolean terminal, Sleeper sleeper) {

  @SuppressWarnings(
      "SystemConsoleNull") // its contract still allows null, and NullAway holds us to it
  static Surroundings real() {
    Console console = System.console();
    return new Surroundings(
        System.getenv(), Path.of(""), console != null && console.isTerminal(), Sleeper.SYSTEM);
  }

  /** The server's data folder, where its first start leaves keys. */
  Path dataFolder() {
    return folder.resolve(environment.getOrDefault("DARKROOM_DATA", "data"));
  }
}
