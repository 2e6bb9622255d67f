package darkroom.verify.rig;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The start-up cache of victims (JEP 514), made once per build by a trial start: a run that starts
 * its victim a thousand times halves its length by it. Works for class paths of jars only.
 */
final class StartCache {
  private static Optional<String> flag = Optional.empty();
  private static boolean tried;

  private StartCache() {}

  /** The JVM's option for this class path; empty where there can be no cache. */
  static synchronized Optional<String> flag(String classPath) throws IOException {
    if (!tried) {
      tried = true;
      List<Path> entries = Stream.of(classPath.split(File.pathSeparator)).map(Path::of).toList();
      if (entries.stream().allMatch(entry -> entry.toString().endsWith(".jar"))) {
        flag = make(classPath, entries.getFirst()).map(cache -> "-XX:AOTCache=" + cache);
      }
    }
    return flag;
  }

  private static Optional<Path> make(String classPath, Path jar) throws IOException {
    Path cache = jar.resolveSibling("victim.aot").toAbsolutePath();
    if (Files.exists(cache)
        && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0) {
      return Optional.of(cache);
    }
    Path folder = Files.createTempDirectory("darkroom-trial");
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-Djava.awt.headless=true", "-XX:AOTCacheOutput=" + cache));
    command.addAll(List.of("-cp", classPath, "darkroom.VictimMain", "serve", "--check"));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .putAll(
            Map.of("DARKROOM_DATA", folder.resolve("data").toString(), "DARKROOM_HTTP_PORT", "0"));
    Process trial = builder.start();
    try {
      if (!trial.waitFor(2, TimeUnit.MINUTES)) {
        trial.destroyForcibly();
      }
    } catch (InterruptedException e) {
      trial.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    return Files.exists(cache) ? Optional.of(cache) : Optional.empty();
  }
}
