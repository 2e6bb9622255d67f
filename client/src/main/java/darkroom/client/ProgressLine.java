package darkroom.client;

import java.io.PrintWriter;

/**
 * One line that is written over and over while a task runs, and wiped at its end; silent elsewhere.
 */
final class ProgressLine implements AutoCloseable {
  private static final String WIPE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;

  ProgressLine(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  void show(TaskState state) {
    write("%s%s, %d %%".formatted(WIPE, state.status().word(), state.progress()));
  }

  @Override
  public void close() {
    write(WIPE);
  }

  private void write(String text) {
    if (terminal) {
      err.print(text);
      err.flush();
    }
  }
}
