package darkroom.client;

/** A command cannot go on; carries the one line to print and the exit code. */
final class CommandException extends RuntimeException {
  private final ExitCode exitCode;

  CommandException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
