package darkroom.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Credits, for operators. */
@Command(
    name = "credits",
    description = "Grant and show credits (operators).",
    synopsisSubcommandLabel = "COMMAND")
final class CreditsCommand {
  private static final String AMOUNT = "\\d{1,12}(\\.\\d{1,3})?";

  @Command(name = "grant", description = "Give credits to an account.")
  int grant(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "EMAIL", description = "The account.") String account,
      @Parameters(paramLabel = "AMOUNT", description = "Such as 1000 or 8.48.") String amount,
      @Option(names = "--note", description = "Why; kept in the ledger.") @Nullable String note) {
    return server.asAdmin(api -> {
      if (!amount.matches(AMOUNT)) {
        throw new CommandException(
            ExitCode.USAGE, "amount: " + amount + " (expected: such as 1000 or 8.48)");
      }
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("account", account);
      body.put("amount", amount);
      if (note != null) {
        body.put("note", note);
      }
      JsonNode moved;
      try {
        moved = api.post("/v2/admin/credits", body, Map.of());
      } catch (ConnectionException | ApiException e) {
        throw Doubt.with(
            e,
            "the credits may have been granted; look with `darkroom credits show %s` before you"
                    .formatted(account)
                + " repeat it");
      }
      print(server, moved, "account", "balance");
    });
  }

  @Command(name = "show", description = "Show an account's credits.")
  int show(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "EMAIL", description = "The account.") String account) {
    return server.asAdmin(api ->
        print(
            server,
            api.get(AccountsCommand.ACCOUNTS + "/" + ApiHttp.segment(account)),
            "email",
            "balance",
            "held",
            "spent"));
  }

  private static void print(ServerOptions server, JsonNode data, String... fields) {
    Printed.table(server.out(), Json.MAPPER.createArrayNode().add(data), fields);
  }
}
