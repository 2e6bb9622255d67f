package darkroom.admin;

import darkroom.account.Account;
import darkroom.account.ApiKey;
import darkroom.account.CreditPeriod;
import darkroom.account.IssuedKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What admin routes show. Times are RFC 3339 with {@code Z}, as everywhere below {@code /v2}. */
final class AdminView {

  private AdminView() {}

  static ObjectNode account(Account account) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("id", account.id().value());
    view.put("email", account.email());
    view.put("name", account.name());
    view.put("balance", account.balance().available().toDecimal());
    view.put("held", account.balance().held().toDecimal());
    view.put("spent", account.balance().spent().toDecimal());
    view.put("created_at", time(account.createdAt()));
    return view;
  }

  static ObjectNode key(ApiKey key, Instant now) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("id", key.id());
    view.put("name", key.name());
    view.put("masked", key.masked());
    view.put("mode", key.mode().word());
    view.put("scope", key.scope().word());
    view.put("account", key.account().value());
    var models = view.putArray("models");
    key.models().forEach(models::add);
    if (key.addresses().isPresent()) {
      var addresses = view.putArray("ip_allow");
      key.addresses().get().forEach(addresses::add);
    } else {
      view.putNull("ip_allow");
    }
    view.put("hourly_credit_limit", key.limits().hourly().toDecimal());
    view.put("daily_credit_limit", key.limits().daily().toDecimal());
    view.put("hourly_used", key.use().at(now, CreditPeriod.HOURLY).toDecimal());
    view.put("daily_used", key.use().at(now, CreditPeriod.DAILY).toDecimal());
    view.put("created_at", time(key.createdAt()));
    time(view, "revoked_at", key.revokedAt());
    time(view, "last_used_at", key.lastUsedAt());
    return view;
  }

  /** The only view that holds a key's text. */
  static ObjectNode issued(IssuedKey issued, Instant now) {
    ObjectNode view = key(issued.key(), now);
    view.put("api_key", issued.text().value());
    return view;
  }

  private static void time(ObjectNode view, String field, Optional<Instant> instant) {
    instant.ifPresentOrElse(at -> view.put(field, time(at)), () -> view.putNull(field));
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
