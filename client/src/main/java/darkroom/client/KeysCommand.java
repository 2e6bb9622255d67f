package darkroom.client;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** API keys, for operators. */
@Command(
    name = "keys",
    description = "Make, list and revoke API keys (operators).",
    synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {
  private static final String KEYS = "/v2/admin/keys";

  @Command(name = "create", description = "Make a key. It is shown this once.")
  int create(
      @Mixin ServerOptions server,
      @Option(names = "--name", description = "What it is for.") @Nullable String name,
      @Option(
              names = "--account",
              paramLabel = "EMAIL",
              defaultValue = "owner@localhost",
              description = "Whose it is (default: ${DEFAULT-VALUE}).")
          String account,
      @Option(names = "--test", description = "A test key: the built-in engine only, free.")
          boolean test,
      @Option(names = "--admin", description = "An admin key: may do everything, for all accounts.")
          boolean admin,
      @Option(
              names = "--models",
              paramLabel = "ID",
              split = ",",
              description = "The only models it may use, parted by commas (default: all).")
          @Nullable List<String> models,
      @Option(
              names = "--ip-allow",
              paramLabel = "RANGE",
              split = ",",
              description =
                  "The only addresses and CIDR ranges it may come from, parted by commas (default:"
                      + " all).")
          @Nullable List<String> addresses,
      @Option(
              names = "--hourly-credit-limit",
              paramLabel = "CREDITS",
              description = "What it may spend in an hour of UTC (default: no limit).")
          @Nullable String hourly,
      @Option(
              names = "--daily-credit-limit",
              paramLabel = "CREDITS",
              description = "What it may spend in a day of UTC (default: no limit).")
          @Nullable String daily,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("account", account);
    body.put("mode", test ? "test" : "live");
    body.put("scope", admin ? "admin" : "member");
    given(body, "name", name);
    given(body, "models", models);
    given(body, "ip_allow", addresses);
    given(body, "hourly_credit_limit", hourly);
    given(body, "daily_credit_limit", daily);
    return server.asAdmin(api -> printCreated(server.out(), api.post(KEYS, body, Map.of()), json));
  }

  @Command(name = "list", description = "List keys; a key itself is never shown again.")
  int list(
      @Mixin ServerOptions server,
      @Option(
              names = "--account",
              paramLabel = "EMAIL",
              description = "Only this account's (default: all).")
          @Nullable String account,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json) {
    String query = account == null ? "" : "?account=" + ApiHttp.segment(account);
    return server.asAdmin(api -> {
      JsonNode data = api.get(KEYS + query);
      if (json) {
        Printed.json(server.out(), data);
      } else {
        Printed.table(
            server.out(),
            data.path("items"),
            "id",
            "masked",
            "mode",
            "scope",
            "account",
            "name",
            "created_at",
            "last_used_at",
            "revoked_at");
      }
    });
  }

  @Command(name = "revoke", description = "Switch a key off, for good.")
  int revoke(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID", description = "As `keys list` shows it.") String id) {
    return server.asAdmin(api -> {
      JsonNode data = api.post(KEYS + "/" + ApiHttp.segment(id) + "/revoke", Map.of(), Map.of());
      server
          .out()
          .println(
              "%s revoked at %s"
                  .formatted(Printed.field(data, "id"), Printed.field(data, "revoked_at")));
      server.out().flush();
    });
  }

  private static void given(Map<String, Object> body, String field, @Nullable Object value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  private static void printCreated(PrintWriter out, JsonNode data, boolean json) {
    if (json) {
      Printed.json(out, data);
      return;
    }
    out.println(Printed.field(data, "api_key"));
    out.println(
        "%s %s key %s of %s; this is the only time it is shown"
            .formatted(
                Printed.field(data, "mode"),
                Printed.field(data, "scope"),
                Printed.field(data, "id"),
                Printed.field(data, "account")));
    out.flush();
  }
}
