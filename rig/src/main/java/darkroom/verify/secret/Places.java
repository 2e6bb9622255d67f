package darkroom.verify.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Where canaries are looked for, and what was found there. One thread. */
final class Places {
  /** Hold secrets by design, each for its owner alone. */
  private static final Set<String> KEY_FILES = Set.of("admin-key", "first-key", "secret-key");

  private final Canaries secrets;
  private final Canaries words;
  private final TreeSet<String> found = new TreeSet<>();
  private long bytes;

  Places(Canaries secrets, Canaries words) {
    this.secrets = secrets;
    this.words = words;
  }

  /** Nothing at all may be here: logs, metrics, errors, crash files, the process table. */
  void clean(String place, byte[] content) {
    secretless(place, content);
    words.in(content).forEach(canary -> found.add(place + ": " + canary));
  }

  /** Tenants' words may be here, secrets may not: the database. */
  void secretless(String place, byte[] content) {
    bytes += content.length;
    secrets.in(content).forEach(canary -> found.add(place + ": " + canary));
  }

  /** The database for secrets, the names of all files for anything, and every other file. */
  void folder(Path data) throws IOException {
    for (Path file : files(data)) {
      String name = data.relativize(file).toString();
      clean("name of " + name, name.getBytes(UTF_8));
      if (name.startsWith("darkroom.db") || name.startsWith("objects/")) {
        secretless(name, Files.readAllBytes(file));
      } else if (!KEY_FILES.contains(name)) {
        clean(name, Files.readAllBytes(file));
      }
    }
  }

  /** What the machine's process table shows of it. */
  void process(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    clean("command line", Files.readAllBytes(proc.resolve("cmdline")));
    clean("environment", Files.readAllBytes(proc.resolve("environ")));
    try (Stream<Path> threads = Files.list(proc.resolve("task"))) {
      for (Path thread : threads.toList()) {
        clean("thread name", name(thread));
      }
    }
  }

  /** Where canaries were found, in words. */
  List<String> found() {
    return List.copyOf(found);
  }

  /** How much was looked through. */
  long bytes() {
    return bytes;
  }

  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }

  private static byte[] name(Path thread) {
    try {
      return Files.readAllBytes(thread.resolve("comm"));
    } catch (IOException ended) {
      return new byte[0];
    }
  }
}
