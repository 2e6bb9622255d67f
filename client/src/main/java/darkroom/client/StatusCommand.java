package darkroom.client;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows a task. Ends with 5 when the task has failed, so that a script need not read the words. */
@Command(name = "status", description = "Show a task and the addresses of its pictures.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StatusCommand implements Callable<Integer> {
  @Mixin private ServerOptions server;

  @Parameters(paramLabel = "TASK_ID", description = "As `generate` printed it.")
  private String taskId;

  @Option(names = "--json", description = "Print the task as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    return server.asMember(this::show);
  }

  private ExitCode show(DarkroomClient client) {
    JsonNode data = client.statusData(taskId);
    TaskState state = Envelope.read(data, TaskState.class);
    if (json) {
      Printed.json(server.out(), data);
    } else {
      print(server.out(), state);
    }
    return state.status() == TaskStatus.FAILED ? ExitCode.FAILURE : ExitCode.SUCCESS;
  }

  private static void print(PrintWriter out, TaskState state) {
    out.println("task      " + Printed.line(state.taskId()));
    out.println("status    %s, %d %%".formatted(state.status().word(), state.progress()));
    out.println("credits   " + state.creditsAmount());
    out.println("created   " + state.createdTime());
    if (state.finishedTime() != null) {
      out.println("ended     " + state.finishedTime());
    }
    if (state.errorMessage() != null) {
      out.println("error     " + Printed.line(state.errorMessage()));
    }
    state.files().forEach(file -> out.println("picture   " + Printed.line(file.fileUrl())));
    out.flush();
  }
}
