package darkroom.client;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Every command that talks to a running server, ready to be added to a root command. They print
 * their own errors as one line and answer with the exit codes of {@link ExitCode}.
 */
public final class Commands {

  private Commands() {}

  /** Fresh commands on the process's own environment and terminal, in the order to list them. */
  public static List<CommandLine> all() {
    return all(Surroundings.real());
  }

  static List<CommandLine> all(Surroundings surroundings) {
    IFactory factory = factory(surroundings);
    return List.of(
            new GenerateCommand(),
            new StatusCommand(),
            new BalanceCommand(),
            new WebhooksCommand(),
            new KeysCommand(),
            new AccountsCommand(),
            new CreditsCommand(),
            new EnginesCommand())
        .stream()
        .map(command -> new CommandLine(command, factory))
        .toList();
  }

  private static IFactory factory(Surroundings surroundings) {
    IFactory plain = CommandLine.defaultFactory();
    return new IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        return type == ServerOptions.class
            ? type.cast(new ServerOptions(surroundings))
            : plain.create(type);
      }
    };
  }
}
