package darkroom.http;

import darkroom.account.Account;
import darkroom.account.Accounts;
import darkroom.account.ApiKey;
import darkroom.account.WebhookSecretPair;
import darkroom.account.WebhookSecrets;
import darkroom.wire.Answer;
import darkroom.wire.Exchange;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a caller may see and change of the own account. Thread-safe. */
public final class AccountHandler {
  private final Accounts accounts;
  private final WebhookSecrets secrets;

  public AccountHandler(Accounts accounts, WebhookSecrets secrets) {
    this.accounts = accounts;
    this.secrets = secrets;
  }

  Answer balance(Exchange exchange, ApiKey key) {
    Account account = accounts.find(key.account()).orElseThrow();
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("email", account.email());
    data.put("credits_amount", account.balance().available().toDecimal());
    return Answer.data(data).with("Cache-Control", "no-store");
  }

  Answer webhookSecret(Exchange exchange, ApiKey key) {
    return answer(secrets.current(key.account()));
  }

  Answer rotateWebhookSecret(Exchange exchange, ApiKey key) {
    exchange.event("webhook_secret.rotated").fact("account", key.account()).fact("key", key.id());
    return answer(secrets.rotate(key.account()));
  }

  private static Answer answer(Optional<WebhookSecretPair> found) {
    WebhookSecretPair pair = found.orElseThrow();
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("webhook_hmac_key", pair.hmacKey().value());
    data.put("webhook_secret", pair.standard().value());
    return Answer.data(data).with("Cache-Control", "no-store");
  }
}
