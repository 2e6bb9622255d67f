package darkroom.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command {@code ./verify}. Prints one line per run and appends the same as JSON to {@code
 * verify.jsonl} in the work folder. Ends with 0 when every run was clean, 1 when one was not, 2
 * when it was called wrongly.
 */
@Command(
    name = "verify",
    description = "Fault and attack runs against Darkroom, each in a folder of its own.")
public final class Verify implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "A run, or 'all'; without it the runs are listed.")
  private @Nullable String name;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds instead of the full form; then volumes are not judged.")
  private @Nullable Integer rounds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of every choice; without it a fresh one, which is printed.")
  private @Nullable Long seed;

  @Option(
      names = "--db",
      paramLabel = "sqlite|pg",
      defaultValue = "sqlite",
      description = "Database of the victims.")
  private String database = "sqlite";

  @Option(
      names = "--bug",
      paramLabel = "P01",
      description = "Plant this bug in the victims; the run has to come out bad.")
  private @Nullable String bug;

  @Option(
      names = "--work",
      paramLabel = "FOLDER",
      defaultValue = "rig/target/verify",
      description = "Where runs keep their folders; default: ${DEFAULT-VALUE}.")
  private Path work = Path.of("rig/target/verify");

  @SuppressWarnings("UnusedVariable") // picocli sets it and looks at it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and stop.")
  private boolean help;

  private final JsonMapper json = new JsonMapper();

  private Verify() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Verify()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (name == null) {
      Runs.all().forEach(run -> System.out.printf("%-12s %s%n", run.name(), run.promise()));
      return 0;
    }
    if (!database.equals("sqlite")) {
      System.err.println(
          "--db: '" + database + "' (expected: sqlite; this version has no other store)");
      return 2;
    }
    if (rounds != null && rounds < 1) {
      System.err.println("--rounds: " + rounds + " (expected: at least 1)");
      return 2;
    }
    List<Run> chosen =
        name.equals("all") ? Runs.all() : Runs.named(name).map(List::of).orElse(List.of());
    if (chosen.isEmpty()) {
      System.err.println("no run '" + name + "'; ./verify lists them");
      return 2;
    }
    boolean clean = true;
    for (Run run : chosen) {
      clean &= clean(run);
    }
    return clean ? 0 : 1;
  }

  private boolean clean(Run run) throws IOException {
    long chosen = seed == null ? System.nanoTime() : seed;
    Path folder = work.resolve(run.name() + "-" + Long.toUnsignedString(chosen)).toAbsolutePath();
    deleteTree(folder);
    Files.createDirectories(folder);
    var asked = rounds == null ? OptionalInt.empty() : OptionalInt.of(rounds);
    var plan = new Plan(asked, chosen, folder, Optional.ofNullable(bug));
    long begun = System.nanoTime();
    Tally tally;
    boolean clean;
    try {
      tally = run.run(plan);
      List<String> faults = tally.faults(asked.isEmpty());
      faults.forEach(fault -> System.err.println(run.name() + ": " + fault));
      clean = faults.isEmpty();
    } catch (Exception e) {
      e.printStackTrace();
      tally = new Tally().fact("broken", "'" + e + "'");
      clean = false;
    }
    tally.fact("seed", chosen).fact("seconds", (System.nanoTime() - begun) / 1_000_000_000);
    System.out.println(run.name() + " " + tally.line());
    tally.fact("full", asked.isEmpty()).fact("bug", bug == null ? "" : bug);
    tally.fact("commit", Commit.of(Path.of(System.getProperty("darkroom.checkout", "."))));
    Files.writeString(
        work.resolve("verify.jsonl"),
        tally.json(json, run.name(), clean) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    if (clean) {
      deleteTree(folder);
    } else {
      System.err.println(run.name() + ": kept " + folder);
    }
    return clean;
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
