package darkroom.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Accounts, for operators. */
@Command(
    name = "accounts",
    description = "Make and list accounts (operators).",
    synopsisSubcommandLabel = "COMMAND")
final class AccountsCommand {
  static final String ACCOUNTS = "/v2/admin/accounts";

  @Command(name = "create", description = "Make an account, without keys and credits.")
  int create(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "EMAIL", description = "Its name towards people.") String email,
      @Option(names = "--name", description = "A name to show.") @Nullable String name,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("email", email);
    if (name != null) {
      body.put("name", name);
    }
    return server.asAdmin(api -> {
      JsonNode data = api.post(ACCOUNTS, body, Map.of());
      if (json) {
        Printed.json(server.out(), data);
      } else {
        server.out().println("%s %s".formatted(Printed.field(data, "id"), email));
        server.out().flush();
      }
    });
  }

  @Command(name = "list", description = "List accounts and their credits.")
  int list(
      @Mixin ServerOptions server,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json) {
    return server.asAdmin(api -> {
      JsonNode data = api.get(ACCOUNTS);
      if (json) {
        Printed.json(server.out(), data);
      } else {
        Printed.table(
            server.out(),
            data.path("items"),
            "id",
            "email",
            "name",
            "balance",
            "held",
            "spent",
            "created_at");
      }
    });
  }
}
