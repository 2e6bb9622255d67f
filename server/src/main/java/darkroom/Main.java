package darkroom;

import darkroom.client.Commands;
import darkroom.engine.Engine;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: the server itself, and the commands that speak HTTP to a running one. */
@Command(
    name = "darkroom",
    description = "Asynchronous image generation, self-hosted, with PoYo's API.",
    mixinStandardHelpOptions = true,
    version = "darkroom 0.1.0",
    footer = {
      "",
      "Without a command the server starts. Settings stand in darkroom.conf or in the environment:",
      "docs/configuration.md explains them all, 'serve --settings' lists them with their defaults."
    })
public final class Main implements Runnable {
  private final ServeCommand serve;

  private Main(ServeCommand serve) {
    this.serve = serve;
  }

  public static void main(String[] arguments) {
    System.exit(execute(List.of(), arguments));
  }

  /**
   * Runs the command to its end.
   *
   * @param moreEngines engines that a server has beside the configured ones; the fault runs bring
   *     theirs
   * @return the exit status
   */
  static int execute(List<Engine> moreEngines, String... arguments) {
    var main = new Main(new ServeCommand(moreEngines));
    var line = new CommandLine(main);
    line.addSubcommand("serve", main.serve);
    Commands.all().forEach(line::addSubcommand);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line.execute(arguments);
  }

  @Override
  public void run() {
    serve.run();
  }
}
