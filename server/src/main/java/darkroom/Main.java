package darkroom;

import darkroom.client.Commands;
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
  private final ServeCommand serve = new ServeCommand();

  private Main() {}

  public static void main(String[] arguments) {
    var main = new Main();
    var line = new CommandLine(main);
    line.addSubcommand("serve", main.serve);
    Commands.all().forEach(line::addSubcommand);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(arguments));
  }

  @Override
  public void run() {
    serve.run();
  }
}
