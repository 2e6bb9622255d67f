package darkroom.client;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options that every command has, and the way from them to a server and back to an exit code:
 * any trouble becomes one line on stderr.
 */
@SuppressWarnings("NullAway.Init") // picocli sets the spec
final class ServerOptions {
  private static final String DEFAULT_ADDRESS = "http://127.0.0.1:8080";

  private final Surroundings surroundings;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The server (default: DARKROOM_SERVER, else " + DEFAULT_ADDRESS + ").")
  private @Nullable String address;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The key. Others on this machine may see it; better are DARKROOM_KEY, for operator commands"
              + " DARKROOM_ADMIN_KEY, or the files that the server's first start leaves in its data"
              + " folder (DARKROOM_DATA, else ./data).")
  private @Nullable String key;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  /** What a member's command does. */
  @FunctionalInterface
  interface MemberWork {
    ExitCode run(DarkroomClient client) throws IOException;
  }

  /** What an operator's command does. */
  @FunctionalInterface
  interface AdminWork {
    void run(ApiHttp api) throws IOException;
  }

  /** What an operator's command does that ends in more ways than one. */
  @FunctionalInterface
  interface OperatorWork {
    ExitCode run(ApiHttp api) throws IOException;
  }

  private interface Work {
    ExitCode run() throws IOException;
  }

  ServerOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  PrintWriter err() {
    return command.commandLine().getErr();
  }

  int asMember(MemberWork work) {
    return exitCode(() -> {
      String found = KeySource.MEMBER.find(key, surroundings);
      try (var client = new DarkroomClient(address(), found, surroundings.sleeper())) {
        return work.run(client);
      }
    });
  }

  int asAdmin(AdminWork work) {
    return asOperator(api -> {
      work.run(api);
      return ExitCode.SUCCESS;
    });
  }

  int asOperator(OperatorWork work) {
    return exitCode(() -> {
      String found = KeySource.ADMIN.find(key, surroundings);
      try (var api = new ApiHttp(address(), found, surroundings.sleeper())) {
        return work.run(api);
      }
    });
  }

  private URI address() {
    String set = surroundings.environment().getOrDefault("DARKROOM_SERVER", DEFAULT_ADDRESS);
    return URI.create(address == null ? set : address);
  }

  private int exitCode(Work work) {
    try {
      return work.run().number();
    } catch (ApiException e) {
      return failed(ExitCode.of(e), e.getMessage() + " (status " + e.code() + ")");
    } catch (ConnectionException e) {
      String advice = e.getCause() instanceof ConnectException ? " (is the server running?)" : "";
      return failed(ExitCode.USAGE, e.getMessage() + advice);
    } catch (CommandException e) {
      return failed(e.exitCode(), e.getMessage());
    } catch (IllegalArgumentException e) {
      return failed(ExitCode.USAGE, e.getMessage());
    } catch (IOException e) {
      return failed(ExitCode.USAGE, "cannot write: " + e.getMessage());
    }
  }

  private int failed(ExitCode exitCode, @Nullable String message) {
    err().println("error: " + Printed.line(String.valueOf(message)));
    err().flush();
    return exitCode.number();
  }
}
