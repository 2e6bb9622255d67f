package darkroom.client;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How engines are, and which model goes where at what margin, for a terminal. */
final class EnginesTable {

  private EnginesTable() {}

  static void print(PrintWriter out, JsonNode data) {
    ArrayNode engines = Json.MAPPER.createArrayNode();
    data.path("items").forEach(engine -> engines.add(row(engine)));
    Printed.table(
        out,
        engines,
        "engine",
        "kind",
        "mode",
        "health",
        "in_flight",
        "a_minute",
        "resends",
        "extra",
        "cost_usd",
        "open",
        "unknown_30d",
        "at_risk_usd");
    out.println();
    ArrayNode models = Json.MAPPER.createArrayNode();
    data.path("models").forEach(model -> rows(model, models));
    Printed.table(out, models, "model", "turn", "engine", "credits", "price_usd", "margin_usd");
  }

  private static ObjectNode row(JsonNode engine) {
    JsonNode limits = engine.path("limits");
    ObjectNode row = Json.MAPPER.createObjectNode();
    row.put("engine", Printed.field(engine, "name"));
    row.set("kind", engine.path("kind"));
    row.set("mode", engine.path("mode"));
    row.put("health", health(engine.path("health")));
    row.put(
        "in_flight",
        Printed.field(engine, "in_flight") + " of " + Printed.field(limits, "concurrency"));
    row.put(
        "a_minute",
        limits.path("per_minute").asInt(0) == 0 ? "" : Printed.field(limits, "per_minute"));
    row.set("resends", limits.path("resends"));
    row.set("extra", limits.path("extra_attempts"));
    row.set("cost_usd", engine.path("picture_cost_usd"));
    row.set("open", engine.path("open_attempts"));
    row.set("unknown_30d", engine.path("unknown_30d"));
    row.set("at_risk_usd", engine.path("at_risk_usd"));
    return row;
  }

  private static String health(JsonNode health) {
    if (!Printed.field(health, "state").equals("closed")) {
      return Printed.field(health, "state");
    }
    String cause = Printed.field(health, "cause");
    return cause.equals("switched_off")
        ? "switched off"
        : cause + " until " + Printed.field(health, "until");
  }

  /** A row for each engine, in the order in which they are offered the model's pictures. */
  private static void rows(JsonNode model, ArrayNode rows) {
    int turn = 1;
    for (JsonNode engine : model.path("engines")) {
      ObjectNode row = rows.addObject();
      row.set("model", model.path("id"));
      row.put("turn", turn++);
      row.set("engine", engine.path("name"));
      row.set("credits", model.path("price"));
      row.set("price_usd", model.path("price_usd"));
      row.set("margin_usd", engine.path("margin_usd"));
    }
    if (turn == 1) {
      ObjectNode row = rows.addObject();
      row.set("model", model.path("id"));
      row.put("engine", "none");
    }
  }
}
