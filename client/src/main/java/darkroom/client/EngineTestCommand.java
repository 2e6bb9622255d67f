package darkroom.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * Has one engine draw one picture, and saves it. Since that may be money, it says what it costs and
 * asks first.
 */
@Command(
    name = "test",
    description = "Have an engine draw one picture, after saying what it costs.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the picture is saved",
      "2:wrong usage, not confirmed, or the server is not reachable",
      "3:no key, or one that the server refuses",
      "4:not enough credits",
      "5:the engine failed, or another error",
      "6:still running after --wait; the task goes on"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EngineTestCommand implements Callable<Integer> {
  @Mixin private ServerOptions server;

  @Parameters(paramLabel = "NAME", description = "As `engines` lists it.")
  private String name;

  @Option(names = "--model", description = "The model (default: the first that it can draw).")
  private @Nullable String model;

  @Option(names = "--prompt", description = "What to draw (default: a lighthouse).")
  private @Nullable String prompt;

  @Option(names = "--size", description = "As of `generate`.")
  private @Nullable String size;

  @Option(names = "--yes", description = "Do not ask; needed where nobody can answer.")
  private boolean yes;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to save (default: the engine's name, in this folder).")
  private @Nullable Path output;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "How long to wait at most (default: ${DEFAULT-VALUE}).")
  private long waitSeconds;

  @Override
  public Integer call() {
    return server.asOperator(this::test);
  }

  private ExitCode test(ApiHttp api) throws IOException {
    if (output != null && Files.exists(target(output), LinkOption.NOFOLLOW_LINKS)) {
      throw new CommandException(ExitCode.USAGE, "output: " + output + " is there already");
    }
    JsonNode engines = api.get(EnginesCommand.ENGINES);
    JsonNode engine = named(engines.path("items"), "name", name, "engine");
    String chosen = model == null ? engine.path("test_model").asString("") : model;
    if (chosen.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, name + " draws no model from a prompt alone: name one with --model");
    }
    confirm(engine, named(engines.path("models"), "id", chosen, "model"));
    long start = server.surroundings().sleeper().nanoTime();
    String path = EnginesCommand.ENGINES + "/" + ApiHttp.segment(name) + "/test";
    JsonNode begun;
    try {
      begun = api.post(path, body(chosen), Map.of());
    } catch (ConnectionException | ApiException e) {
      throw Doubt.with(
          e,
          "the picture may be drawn, and billed, all the same; look at OPEN in `darkroom engines` and"
              + " at the server's log (engine.tested) before you repeat it");
    }
    String task = Printed.field(begun, "task_id");
    server.err().println("Task " + task);
    server.err().flush();
    return follow(api, task, start);
  }

  private void confirm(JsonNode engine, JsonNode drawn) {
    server
        .err()
        .println(
            "%s draws one picture of %s: %s credits (USD %s) of the account of this key; the engine's bill: USD %s"
                .formatted(
                    Printed.field(engine, "name"),
                    Printed.field(drawn, "id"),
                    Printed.field(drawn, "price"),
                    Printed.field(drawn, "price_usd"),
                    Printed.field(engine, "picture_cost_usd")));
    server.err().flush();
    if (yes) {
      return;
    }
    if (!server.surroundings().terminal()) {
      throw new CommandException(ExitCode.USAGE, "nobody can answer here: add --yes");
    }
    server.err().print("Go on? [y/N] ");
    server.err().flush();
    String answer = server.surroundings().typed().get().strip().toLowerCase(Locale.ROOT);
    if (!List.of("y", "yes").contains(answer)) {
      throw new CommandException(ExitCode.USAGE, "not confirmed; nothing was sent");
    }
  }

  private ExitCode follow(ApiHttp api, String task, long start) throws IOException {
    Sleeper sleeper = server.surroundings().sleeper();
    var client = new DarkroomClient(api, sleeper);
    TaskState state;
    try (var progress = new ProgressLine(server.err(), server.surroundings().terminal())) {
      state = client.await(task, Duration.ofSeconds(waitSeconds), progress::show);
    }
    String seconds =
        String.format(Locale.ROOT, "%.1f s", (sleeper.nanoTime() - start) / 1_000_000_000.0);
    if (!state.isTerminal()) {
      throw new CommandException(
          ExitCode.TIME_LIMIT, "not ready after " + seconds + "; the task goes on: " + task);
    }
    if (state.status() == TaskStatus.FAILED || state.files().isEmpty()) {
      throw new CommandException(
          ExitCode.FAILURE, name + " failed after " + seconds + ": " + state.errorMessage());
    }
    FileItem item = state.files().getFirst();
    Path saved =
        output == null
            ? client.download(item, server.surroundings().folder(), name)
            : client.downloadAs(item, target(output));
    JsonNode picture = api.get("/v2/tasks/" + ApiHttp.segment(task)).path("pictures").path(0);
    server
        .out()
        .println(
            "%s  %sx%s  %s"
                .formatted(
                    saved.normalize(),
                    Printed.field(picture, "width"),
                    Printed.field(picture, "height"),
                    seconds));
    server.out().flush();
    return ExitCode.SUCCESS;
  }

  private Map<String, Object> body(String chosen) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", chosen);
    if (prompt != null) {
      body.put("prompt", prompt);
    }
    if (size != null) {
      body.put("size", size);
    }
    return body;
  }

  private Path target(Path file) {
    return server.surroundings().folder().resolve(file);
  }

  private static JsonNode named(JsonNode rows, String field, String wanted, String what) {
    for (JsonNode row : rows) {
      if (row.path(field).asString("").equals(wanted)) {
        return row;
      }
    }
    List<String> there = rows.valueStream().map(row -> Printed.field(row, field)).toList();
    throw new CommandException(
        ExitCode.USAGE, "no " + what + " " + wanted + "; there are " + String.join(", ", there));
  }
}
