package darkroom.verify.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Tools of the machine. */
final class Tool {
  private static final String EFFECTIVE = "CapEff:";
  private static final long SYS_PTRACE = 1L << 19; // numbers of capabilities(7)
  private static final long SYS_ADMIN = 1L << 21;

  private Tool() {}

  /**
   * Runs a tool to its end.
   *
   * @throws IOException when it is missing or does not succeed, with what it said
   */
  static void run(List<String> words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": " + said.strip());
    }
  }

  /** Whether this machine has it. */
  static boolean isThere(String name) {
    return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/bin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  /** Whether we may mount and trace; root in a container often may not. */
  static boolean isRoot() throws IOException {
    long rights =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith(EFFECTIVE))
            .mapToLong(
                line -> Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16))
            .findFirst()
            .orElse(0);
    return (rights & SYS_ADMIN) != 0 && (rights & SYS_PTRACE) != 0;
  }

  /** Stops a run that cannot be done here, so that it never passes silently. */
  static void need(String... names) throws IOException {
    if (!isRoot()) {
      throw new IOException("this run needs root, with the rights to mount and to trace");
    }
    for (String name : names) {
      if (!isThere(name)) {
        throw new IOException("this run needs the tool " + name);
      }
    }
  }
}
