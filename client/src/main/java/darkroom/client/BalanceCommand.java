package darkroom.client;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what the key's account can spend. */
@Command(name = "balance", description = "Show the credits that the key's account can spend.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class BalanceCommand implements Callable<Integer> {
  @Mixin private ServerOptions server;

  @Override
  public Integer call() {
    return server.asMember(client -> {
      Balance balance = client.balance();
      server
          .out()
          .println(
              "%s credits (%s)".formatted(balance.creditsAmount(), Printed.line(balance.email())));
      server.out().flush();
      return ExitCode.SUCCESS;
    });
  }
}
