package darkroom.client;

import java.io.Console;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a command finds around it; handed in so that tests choose it.
 *
 * @param environment the process environment
 * @param folder where relative file names start
 * @param terminal whether a human watches
 * @param typed the next line that this human types; empty at the end of it
 */
record Surroundings(
    Map<String, String> environment,
    Path folder,
    boolean terminal,
    Supplier<String> typed,
    Sleeper sleeper) {

  @SuppressWarnings(
      "SystemConsoleNull") // its contract still allows null, and NullAway holds us to it
  static Surroundings real() {
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    return new Surroundings(
        System.getenv(),
        Path.of(""),
        terminal,
        () -> console == null ? "" : Objects.requireNonNullElse(console.readLine(), ""),
        Sleeper.SYSTEM);
  }

  /** The server's data folder, where its first start leaves keys. */
  Path dataFolder() {
    return folder.resolve(environment.getOrDefault("DARKROOM_DATA", "data"));
  }
}
