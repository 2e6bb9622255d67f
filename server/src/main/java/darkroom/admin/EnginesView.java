package darkroom.admin;

import darkroom.catalog.CatalogConfig;
import darkroom.catalog.Model;
import darkroom.engine.Bulkhead;
import darkroom.engine.Engine;
import darkroom.engine.EngineLimits;
import darkroom.engine.Engines;
import darkroom.task.EngineLoad;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What operators are shown of engines: how each is, and what it earns or costs. Thread-safe. */
public final class EnginesView {
  private final Engines engines;
  private final CatalogConfig prices;
  private final Function<Engine, Optional<Model>> testModel;

  /**
   * @param testModel what a trial of an engine draws by default
   */
  public EnginesView(
      Engines engines, CatalogConfig prices, Function<Engine, Optional<Model>> testModel) {
    this.engines = engines;
    this.prices = prices;
    this.testModel = testModel;
  }

  ObjectNode all(List<ObjectNode> shown, List<Model> models) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("credits_per_usd", prices.creditsPerUsd());
    var items = view.putArray("items");
    shown.forEach(items::add);
    var sold = view.putArray("models");
    models.forEach(model -> sold.add(model(model)));
    return view;
  }

  ObjectNode engine(Engine engine, Map<String, EngineLoad> loads, Instant now) {
    Bulkhead bulkhead = engines.bulkhead(engine);
    EngineLimits limits = engine.traits().limits();
    var load = loads.getOrDefault(engine.name(), new EngineLoad(engine.name(), 0, 0));
    // a pure engine draws again, so nothing of it is ever unknown
    int unknown = engine.traits().pure() ? 0 : load.unknown();
    BigDecimal cost = limits.pictureCost();
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("name", engine.name());
    view.put("kind", engine.traits().kind());
    view.put("mode", bulkhead.mode().word());
    view.set("health", health(bulkhead.closed(now)));
    view.put("in_flight", bulkhead.inFlight());
    ObjectNode bounds = view.putObject("limits");
    bounds.put("concurrency", limits.concurrency());
    bounds.put("per_minute", limits.perMinute());
    bounds.put("resends", limits.resends());
    bounds.put("extra_attempts", limits.extraAttempts());
    view.put("picture_cost_usd", plain(cost));
    view.put("open_attempts", load.open());
    view.put("unknown_30d", unknown);
    view.put("at_risk_usd", plain(cost.multiply(BigDecimal.valueOf(load.open() + unknown))));
    testModel
        .apply(engine)
        .ifPresentOrElse(
            model -> view.put("test_model", model.id()), () -> view.putNull("test_model"));
    return view;
  }

  /** The engines stand in the order in which live tasks are offered to them. */
  private ObjectNode model(Model model) {
    BigDecimal price = prices.usd(model.price().picture());
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("id", model.id());
    view.put("price", model.price().picture().toDecimal());
    view.put("price_usd", plain(price));
    var drawing = view.putArray("engines");
    for (Engine engine : engines.candidates(model, false)) {
      ObjectNode row = drawing.addObject();
      row.put("name", engine.name());
      row.put("margin_usd", plain(price.subtract(engine.traits().limits().pictureCost())));
    }
    return view;
  }

  private static ObjectNode health(Optional<Bulkhead.Closed> closed) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("state", closed.isPresent() ? "closed" : "open");
    closed.ifPresentOrElse(
        why -> {
          view.put("cause", why.cause().word());
          view.put("until", why.until().truncatedTo(ChronoUnit.SECONDS).toString());
        },
        () -> {
          view.putNull("cause");
          view.putNull("until");
        });
    return view;
  }

  /** Without zeros at the end, and without an exponent. */
  static BigDecimal plain(BigDecimal amount) {
    BigDecimal bare = amount.stripTrailingZeros();
    return bare.scale() < 0 ? bare.setScale(0) : bare;
  }
}
