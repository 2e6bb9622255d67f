package darkroom.verify.planted;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * One planted bug. Its text has the parts {@code === what}, {@code === run} (name of the run that
 * has to catch it), {@code === rounds} (how many it needs for that), {@code === sign} (counts of
 * which one has to go bad, parted by blanks), then one or more changes: {@code === file} (path
 * below the server's sources), {@code === replace} and {@code === with}, each with its lines below
 * it. What is replaced must stand in the file exactly once, so that a bug whose place has moved is
 * noticed. Immutable.
 */
public final class Planted {
  private static final int HIGHEST = 99;
  private static final Pattern PART = Pattern.compile("(?m)^=== ");
  private static final Pattern BLANKS = Pattern.compile(" +");

  private final String id;
  private final String what;
  private final String run;
  private final int rounds;
  private final List<String> signs;
  private final List<Change> changes;

  private record Change(String file, String replace, String with) {}

  private Planted(
      String id, String what, String run, int rounds, List<String> signs, List<Change> changes) {
    this.id = id;
    this.what = what;
    this.run = run;
    this.rounds = rounds;
    this.signs = signs;
    this.changes = List.copyOf(changes);
  }

  /** Every planted bug, by id. */
  public static List<Planted> all() throws IOException {
    var all = new ArrayList<Planted>();
    for (int number = 1; number <= HIGHEST; number++) {
      String id = "P%02d".formatted(number);
      if (Planted.class.getResource("/planted/" + id + ".bug") != null) {
        all.add(read(id));
      }
    }
    return List.copyOf(all);
  }

  /** Reads the bug of this id from the rig's resources. */
  public static Planted read(String id) throws IOException {
    try (InputStream in = Planted.class.getResourceAsStream("/planted/" + id + ".bug")) {
      if (in == null) {
        throw new IOException("no planted bug " + id);
      }
      return parse(id, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Planted parse(String id, String text) throws IOException {
    String what = "";
    String run = "";
    int rounds = 1;
    List<String> signs = List.of();
    String file = "";
    String replace = "";
    var changes = new ArrayList<Change>();
    for (String part : PART.splitAsStream(text).toList()) {
      int line = part.indexOf('\n');
      if (line < 0) {
        continue;
      }
      String body = part.substring(line + 1).stripTrailing();
      switch (part.substring(0, line).strip()) {
        case "what" -> what = body;
        case "run" -> run = body;
        case "rounds" -> rounds = Integer.parseInt(body);
        case "sign" -> signs = BLANKS.splitAsStream(body.strip()).toList();
        case "file" -> file = body;
        case "replace" -> replace = body;
        case "with" -> changes.add(new Change(file, replace, body));
        default -> throw new IOException(id + ": unknown part " + part.substring(0, line));
      }
    }
    return new Planted(id, what, run, rounds, signs, changes);
  }

  public String id() {
    return id;
  }

  public String what() {
    return what;
  }

  /** Name of the run that has to catch it. */
  public String run() {
    return run;
  }

  /** Rounds in which that run finds it. */
  public int rounds() {
    return rounds;
  }

  /** Whether one of these faults is a sign of this bug, and not of a slow machine, say. */
  public boolean shows(List<String> faults) {
    return faults.stream()
        .anyMatch(fault -> signs.contains(fault.substring(0, fault.indexOf(':'))));
  }

  /**
   * Compiles the changed classes into {@code folder}, which then goes first on a class path.
   *
   * @throws IOException when a change no longer fits the sources, or does not compile
   */
  public void compileInto(Path folder) throws IOException {
    Path sources = checkout().resolve("server/src/main/java");
    Path copies = folder.resolveSibling(folder.getFileName() + "-src");
    var arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-nowarn",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    Files.createDirectories(folder);
    for (Change change : changes) {
      Path copy = copies.resolve(change.file());
      Path original = Files.exists(copy) ? copy : sources.resolve(change.file());
      Files.createDirectories(copy.getParent());
      Files.writeString(copy, applied(change, Files.readString(original)));
      if (!arguments.contains(copy.toString())) {
        arguments.add(copy.toString());
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
      throw new IOException(id + ": the changed sources do not compile");
    }
  }

  private String applied(Change change, String source) throws IOException {
    int at = source.indexOf(change.replace());
    if (at < 0 || source.indexOf(change.replace(), at + 1) >= 0) {
      throw new IOException(
          id + ": stands not exactly once in " + change.file() + ": " + change.replace());
    }
    return source.substring(0, at)
        + change.with()
        + source.substring(at + change.replace().length());
  }

  /**
   * Where the sources are: said by {@code ./verify}, else looked for from the working folder up.
   */
  static Path checkout() {
    String said = System.getProperty("darkroom.checkout");
    if (said != null) {
      return Path.of(said);
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("server/src/main/java"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("planted bugs need the sources; start from a checkout");
    }
    return folder;
  }
}
