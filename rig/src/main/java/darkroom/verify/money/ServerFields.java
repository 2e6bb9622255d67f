package darkroom.verify.money;

import darkroom.verify.Tally;
import darkroom.verify.money.Wire.Reply;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Sends fields that are the server's own into every write route: the answer has to look as it does
 * without them, and no credits may move by them (threat T33).
 */
final class ServerFields {
  private static final List<String> FIELDS =
      List.of(
          "status",
          "credits",
          "credits_amount",
          "account_id",
          "price",
          "unit_price",
          "held",
          "captured",
          "balance",
          "available",
          "granted",
          "spent",
          "id",
          "task_id",
          "key_id",
          "test",
          "is_admin",
          "role",
          "created_at",
          "created_time",
          "finished_time",
          "files",
          "progress",
          "lease_token",
          "deadline",
          "hash",
          "masked",
          "api_key",
          "revoked_at",
          "hourly_used",
          "daily_used",
          "stored_bytes",
          "webhook_secret",
          "__proto__",
          "class");
  private static final List<String> VOLATILE =
      List.of("task_id", "created_time", "created_at", "id", "email", "api_key", "masked");

  private final Wire wire;
  private final World world;
  private int drawn;

  ServerFields(Wire wire, World world) {
    this.wire = wire;
    this.world = world;
  }

  /** How many requests that made. */
  long send(Tally tally) throws Exception {
    String key = world.bob().key();
    String admin = world.admin();
    String account = "\"account\": \"" + world.bob().email() + "\"";
    long sent = 0;
    for (String field : FIELDS) {
      String value = field.equals("files") ? "[{\"token\": \"x\"}]" : "\"9\"";
      String more = ", \"" + field + "\": " + value;
      tally.bad("mass_assigned", differs(Wire.SUBMIT, key, Wire.TASK, more));
      tally.bad("mass_assigned", differsInside(key, more));
      tally.bad("mass_assigned", differs("/v2/admin/accounts", admin, "", more));
      tally.bad("mass_assigned", differs("/v2/admin/keys", admin, "{" + account + "}", more));
      sent += 4;
    }
    return sent;
  }

  /** 1 when the field changed anything but what is new in every answer. */
  private int differs(String path, String key, String body, String more) throws Exception {
    Reply plain = wire.post(path, key, body.isEmpty() ? fresh() : body);
    String base = body.isEmpty() ? fresh() : body;
    String with = base.substring(0, base.lastIndexOf('}')) + more + "}";
    return told(path, plain, wire.post(path, key, with), more);
  }

  private int differsInside(String key, String more) throws Exception {
    Reply plain = wire.post(Wire.SUBMIT, key, Wire.TASK);
    String with = Wire.TASK.replace("\"a mill\"", "\"a mill\"" + more);
    return told(Wire.SUBMIT, plain, wire.post(Wire.SUBMIT, key, with), more);
  }

  private static int told(String path, Reply plain, Reply with, String more) {
    if (plain.status() == with.status() && shape(plain).equals(shape(with))) {
      return 0;
    }
    System.err.println(path + " heeds" + more + ": " + with.text());
    return 1;
  }

  private String fresh() {
    return "{\"email\": \"field" + drawn++ + "@example.org\"}";
  }

  private static Map<String, JsonNode> shape(Reply reply) {
    var shape = new TreeMap<String, JsonNode>();
    reply.data().properties().stream()
        .filter(property -> !VOLATILE.contains(property.getKey()))
        .forEach(property -> shape.put(property.getKey(), property.getValue()));
    return shape;
  }
}
