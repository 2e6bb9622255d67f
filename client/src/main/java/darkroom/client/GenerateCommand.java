package darkroom.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Makes pictures and saves them: submit, wait, download. Prints the paths, one a line. */
@Command(
    name = "generate",
    description = "Make pictures from a prompt and save them.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the pictures are saved",
      "2:wrong usage, or the server is not reachable",
      "3:no key, or one that the server refuses",
      "4:not enough credits",
      "5:the task failed, or another error",
      "6:still running after --wait; the task goes on",
      "7:too many requests"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GenerateCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @Mixin private ServerOptions server;

  @Parameters(paramLabel = "PROMPT", description = "What to draw.")
  private String prompt;

  @Option(
      names = "--model",
      defaultValue = "seedream-4.5",
      description = "The model (default: ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--size",
      description = "A ratio (16:9), a resolution (2K, 4K) or pixels (2560x1440).")
  private @Nullable String size;

  @Option(names = "-n", paramLabel = "COUNT", description = "How many pictures (default: 1).")
  private @Nullable Integer count;

  @Option(
      names = "--image",
      paramLabel = "FILE_OR_URL",
      description = "A picture to work from; may be repeated.")
  private List<String> images = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "Where to save (default: this folder).")
  private Path out;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "How long to wait at most (default: ${DEFAULT-VALUE}).")
  private long waitSeconds;

  @Option(
      names = "--idempotency-key",
      paramLabel = "TEXT",
      description =
          "Make no second task when this is run again with the same text (default: a random one,"
              + " named where it is needed).")
  private @Nullable String idempotencyKey;

  @Option(names = "--json", description = "Print the task as JSON, and where its files are.")
  private boolean json;

  @Override
  public Integer call() {
    return server.asMember(this::generate);
  }

  private ExitCode generate(DarkroomClient client) throws IOException {
    String taskId = submit(client).taskId();
    server.err().println("Task " + Printed.line(taskId));
    server.err().flush();
    try {
      return follow(client, taskId);
    } catch (ConnectionException | ApiException e) {
      throw e instanceof ApiException refused && !refused.isPassing()
          ? e
          : Doubt.advised(e, "the task goes on: darkroom status " + taskId);
    }
  }

  /**
   * Repeats a submit without an answer once, under the same key, so that it is no second task. When
   * that brings no answer either, the key is told, because only with it may somebody try again.
   */
  private Submitted submit(DarkroomClient client) {
    String once = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
    SubmitRequest request = request(once);
    RuntimeException first;
    try {
      return client.submit(request);
    } catch (ConnectionException | ApiException e) {
      if (e instanceof ApiException refused && !refused.isUnsettled()) {
        throw e;
      }
      first = e;
    }
    boolean doubt = Doubt.remains(first);
    try {
      client.pause(PAUSE);
      return client.submit(request);
    } catch (ConnectionException | ApiException e) {
      if (doubt || Doubt.remains(e)) {
        throw Doubt.advised(e, "the task may exist; repeat with --idempotency-key " + once);
      }
      throw e;
    }
  }

  private ExitCode follow(DarkroomClient client, String taskId) throws IOException {
    TaskState state = await(client, taskId);
    if (!state.isTerminal()) {
      throw new CommandException(
          ExitCode.TIME_LIMIT,
          "not ready after %d s; the task goes on: darkroom status %s"
              .formatted(waitSeconds, taskId));
    }
    List<Path> saved = new ArrayList<>();
    for (FileItem item : state.files()) {
      saved.add(client.download(item, server.surroundings().folder().resolve(out), prompt));
    }
    print(client, state, saved);
    if (state.status() == TaskStatus.FAILED) {
      throw new CommandException(ExitCode.FAILURE, "the task failed: " + state.errorMessage());
    }
    return ExitCode.SUCCESS;
  }

  private SubmitRequest request(String once) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("prompt", prompt);
    if (size != null) {
      input.put("size", size);
    }
    if (count != null) {
      input.put("n", count);
    }
    if (!images.isEmpty()) {
      Path folder = server.surroundings().folder();
      input.put("image_urls", images.stream().map(i -> ImageArgument.url(i, folder)).toList());
    }
    return new SubmitRequest(model, input, null, once);
  }

  private TaskState await(DarkroomClient client, String taskId) {
    try (var progress = new ProgressLine(server.err(), server.surroundings().terminal())) {
      return client.await(taskId, Duration.ofSeconds(waitSeconds), progress::show);
    }
  }

  private void print(DarkroomClient client, TaskState state, List<Path> saved) {
    if (json) {
      ObjectNode task = client.statusData(state.taskId()).asObject();
      var paths = task.putArray("saved");
      saved.forEach(path -> paths.add(path.toString()));
      Printed.json(server.out(), task);
      return;
    }
    saved.forEach(path -> server.out().println(path.normalize()));
    server.out().flush();
    if (count != null && !saved.isEmpty() && saved.size() < count) {
      server.err().println("note: %d of %d pictures were made".formatted(saved.size(), count));
      server.err().flush();
    }
  }
}
