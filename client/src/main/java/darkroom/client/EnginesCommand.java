package darkroom.client;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Engines, for operators. */
@Command(
    name = "engines",
    description = "Show, switch and try engines (operators).",
    subcommands = EngineTestCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EnginesCommand implements Callable<Integer> {
  static final String ENGINES = "/v2/admin/engines";

  @Mixin private ServerOptions server;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    return server.asAdmin(api -> {
      JsonNode data = api.get(ENGINES);
      if (json) {
        Printed.json(server.out(), data);
      } else {
        EnginesTable.print(server.out(), data);
      }
    });
  }

  @Command(name = "enable", description = "Let an engine draw.")
  int enable(@Mixin ServerOptions options, @Parameters(paramLabel = "NAME") String name) {
    return switchTo(options, name, "enabled");
  }

  @Command(name = "drain", description = "Begin nothing new there; jobs under way are followed.")
  int drain(@Mixin ServerOptions options, @Parameters(paramLabel = "NAME") String name) {
    return switchTo(options, name, "draining");
  }

  @Command(
      name = "disable",
      description = "Do not call it at all; jobs under way wait until it is enabled.")
  int disable(@Mixin ServerOptions options, @Parameters(paramLabel = "NAME") String name) {
    return switchTo(options, name, "disabled");
  }

  private static int switchTo(ServerOptions options, String name, String mode) {
    return options.asAdmin(api -> {
      JsonNode engine =
          api.post(ENGINES + "/" + ApiHttp.segment(name), Map.of("mode", mode), Map.of());
      options
          .out()
          .println(
              "%s is %s; %s pictures under way there"
                  .formatted(
                      Printed.field(engine, "name"),
                      Printed.field(engine, "mode"),
                      Printed.field(engine, "in_flight")));
      options.out().flush();
    });
  }
}
