package darkroom.admin;

import darkroom.account.Account;
import darkroom.account.Accounts;
import darkroom.account.ApiKey;
import darkroom.account.ApiKeys;
import darkroom.account.CreditLimits;
import darkroom.account.IssuedKey;
import darkroom.account.NewKey;
import darkroom.catalog.ModelCatalog;
import darkroom.credit.Balance;
import darkroom.credit.Credits;
import darkroom.credit.LedgerEntry;
import darkroom.credit.LedgerStore;
import darkroom.wire.AddressMatcher;
import darkroom.wire.Answer;
import darkroom.wire.ApiError;
import darkroom.wire.ApiException;
import darkroom.wire.Exchange;
import darkroom.wire.Json;
import darkroom.wire.Route;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The routes below {@code /v2/admin}. Thread-safe. */
public final class AdminHandler {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_NOTE = 500;

  private final Accounts accounts;
  private final ApiKeys keys;
  private final LedgerStore ledger;
  private final ModelCatalog catalog;
  private final AddressMatcher addresses;
  private final InstantSource clock;

  public AdminHandler(
      Accounts accounts,
      ApiKeys keys,
      LedgerStore ledger,
      ModelCatalog catalog,
      AddressMatcher addresses,
      InstantSource clock) {
    this.accounts = accounts;
    this.keys = keys;
    this.ledger = ledger;
    this.catalog = catalog;
    this.addresses = addresses;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.admin("GET", "/v2/admin/accounts", (exchange, admin) -> listAccounts()),
        Route.admin("POST", "/v2/admin/accounts", this::createAccount),
        Route.admin(
            "GET", "/v2/admin/accounts/{account}", (exchange, admin) -> showAccount(exchange)),
        Route.admin("GET", "/v2/admin/keys", (exchange, admin) -> listKeys(exchange)),
        Route.admin("POST", "/v2/admin/keys", this::createKey),
        Route.admin("POST", "/v2/admin/keys/{key}/revoke", this::revokeKey),
        Route.admin("POST", "/v2/admin/credits", this::moveCredits));
  }

  private Answer listAccounts() {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    accounts.list().forEach(account -> items.add(AdminView.account(account)));
    return Answer.data(listed(items));
  }

  private Answer createAccount(Exchange exchange, ApiKey admin) throws IOException {
    var body = new AdminBody(Json.parseObject(exchange.body()));
    String email = body.text("email", LONGEST_NAME);
    if (!email.matches("[^\\s@]{1,64}@[^\\s@]{1,64}")) {
      throw new ApiException(ApiError.VALIDATION, "email: must be an e-mail address");
    }
    Account account =
        accounts
            .create(email, body.optionalText("name", LONGEST_NAME).orElse(""))
            .orElseThrow(() -> new ApiException(ApiError.CONFLICT, "email: already in use"));
    exchange.event("account.created").fact("account", account.id()).fact("by", admin.id());
    return Answer.data(AdminView.account(account));
  }

  private Answer showAccount(Exchange exchange) {
    String name = decoded(exchange.pathParameter("account"));
    return Answer.data(AdminView.account(find(name, ApiError.NOT_FOUND)));
  }

  private Answer listKeys(Exchange exchange) {
    Optional<Account> account =
        exchange.query("account").map(text -> find(text, ApiError.NOT_FOUND));
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    keys.list(account.map(Account::id))
        .forEach(key -> items.add(AdminView.key(key, clock.instant())));
    return Answer.data(listed(items));
  }

  private Answer createKey(Exchange exchange, ApiKey admin) throws IOException {
    var body = new AdminBody(Json.parseObject(exchange.body()));
    Account account = find(body.text("account", LONGEST_NAME), ApiError.VALIDATION);
    var wanted =
        new NewKey(
            account.id(),
            body.optionalText("name", LONGEST_NAME).orElse(""),
            body.choice("mode", ApiKey.Mode.class, ApiKey.Mode.LIVE),
            body.choice("scope", ApiKey.Scope.class, ApiKey.Scope.MEMBER),
            body.words("models", catalog::knows, "ids of models").orElse(List.of()),
            body.addresses("ip_allow", addresses),
            new CreditLimits(
                body.creditLimit("hourly_credit_limit"), body.creditLimit("daily_credit_limit")));
    IssuedKey issued = keys.issue(wanted);
    exchange
        .event("key.created")
        .fact("key", issued.key().id())
        .fact("account", account.id())
        .fact("by", admin.id());
    return Answer.data(AdminView.issued(issued, clock.instant())).with("Cache-Control", "no-store");
  }

  private Answer revokeKey(Exchange exchange, ApiKey admin) {
    ApiKey key =
        keys.revoke(exchange.pathParameter("key"))
            .orElseThrow(() -> new ApiException(ApiError.NOT_FOUND, "No such key"));
    exchange.event("key.revoked").fact("key", key.id()).fact("by", admin.id());
    return Answer.data(AdminView.key(key, clock.instant()));
  }

  private Answer moveCredits(Exchange exchange, ApiKey admin) throws IOException {
    var body = new AdminBody(Json.parseObject(exchange.body()));
    Account account = find(body.text("account", LONGEST_NAME), ApiError.VALIDATION);
    Credits amount = body.credits("amount");
    String note = body.optionalText("note", LONGEST_NOTE).orElse("");
    LedgerEntry entry =
        amount.isNegative()
            ? new LedgerEntry.Adjustment(amount, note)
            : new LedgerEntry.Grant(amount, note);
    Balance balance =
        ledger
            .append(account.id().value(), entry)
            .orElseThrow(() ->
                new ApiException(
                    ApiError.VALIDATION,
                    "amount: takes the balance below zero, or above the largest there is"));
    exchange
        .event("credits.moved")
        .fact("account", account.id())
        .fact("amount", amount)
        .fact("by", admin.id());
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("account", account.email());
    data.put("balance", balance.available().toDecimal());
    return Answer.data(data);
  }

  private Account find(String text, ApiError otherwise) {
    return accounts
        .findByIdOrEmail(text)
        .orElseThrow(() -> new ApiException(otherwise, "account: no such account"));
  }

  private static ObjectNode listed(ArrayNode items) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("items", items);
    return data;
  }

  private static String decoded(String raw) {
    try {
      return java.net.URLDecoder.decode(
          raw.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiException(ApiError.NOT_FOUND, "account: no such account");
    }
  }
}
