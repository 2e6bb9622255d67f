package darkroom.verify.money;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import darkroom.verify.planted.Planted;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@link LedgerWork} in a process of its own, so that planted bugs are in its stores too. */
final class LedgerProcess {
  private static final int MINUTES = 15;

  private LedgerProcess() {}

  static void run(Plan plan, long operations, Tally tally) throws Exception {
    Path folder = Files.createDirectories(plan.folder().resolve("ledger"));
    Path output = folder.resolve("counts.txt");
    Path database = folder.resolve("darkroom.db");
    var builder = new ProcessBuilder(command(plan, database, operations));
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException("the ledger process failed:\n" + Files.readString(output));
      }
    } finally {
      process.destroyForcibly();
    }
    take(Files.readAllLines(output), operations, tally);
    Books.audit(database, tally);
  }

  private static List<String> command(Plan plan, Path database, long operations)
      throws IOException {
    String path = System.getProperty("java.class.path");
    if (plan.bug().isPresent()) {
      Path classes = plan.folder().resolve("planted-ledger");
      Planted.read(plan.bug().get()).compileInto(classes);
      path = classes + File.pathSeparator + path;
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", path, LedgerWork.class.getName()));
    command.addAll(
        List.of(database.toString(), Long.toString(operations), Long.toString(plan.seed())));
    return command;
  }

  /** Lines of {@code kind key value}; anything else is noise of the process. */
  private static void take(List<String> lines, long operations, Tally tally) throws IOException {
    boolean complete = false;
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "bad" -> tally.bad(words[1], Long.parseLong(words[2]));
        case "fact" -> tally.fact(words[1], words[2]);
        case "ops" -> {
          tally.volume("model_ops", Long.parseLong(words[1]), 1_000_000);
          complete = Long.parseLong(words[1]) >= operations;
        }
        default -> {}
      }
    }
    if (!complete) {
      throw new IOException("the ledger process stopped early:\n" + String.join("\n", lines));
    }
  }
}
