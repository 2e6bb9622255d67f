package darkroom.admin;

import darkroom.account.ApiKey;
import darkroom.catalog.ModelCatalog;
import darkroom.engine.Engine;
import darkroom.engine.EngineMode;
import darkroom.engine.EngineModes;
import darkroom.engine.Engines;
import darkroom.task.EngineLoad;
import darkroom.task.TaskStore;
import darkroom.wire.Answer;
import darkroom.wire.ApiError;
import darkroom.wire.ApiException;
import darkroom.wire.Exchange;
import darkroom.wire.Json;
import darkroom.wire.Route;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Engines as operators see, switch and try them. Thread-safe. */
public final class EnginesHandler {
  private static final String ENGINES = "/v2/admin/engines";
  private static final Duration AT_RISK = Duration.ofDays(30);
  private static final int LONGEST_WORD = 20;

  private final Engines engines;
  private final EngineModes modes;
  private final ModelCatalog catalog;
  private final EnginesView view;
  private final EngineTrial trial;
  private final TaskStore tasks;
  private final InstantSource clock;

  public EnginesHandler(
      Engines engines,
      EngineModes modes,
      ModelCatalog catalog,
      EnginesView view,
      EngineTrial trial,
      TaskStore tasks,
      InstantSource clock) {
    this.engines = engines;
    this.modes = modes;
    this.catalog = catalog;
    this.view = view;
    this.trial = trial;
    this.tasks = tasks;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.admin("GET", ENGINES, (exchange, admin) -> list()),
        Route.admin("POST", ENGINES + "/{engine}", this::switchMode),
        Route.admin("POST", ENGINES + "/{engine}/test", this::test));
  }

  private Answer list() {
    Instant now = clock.instant();
    Map<String, EngineLoad> loads = loads(now);
    return Answer.data(
        view.all(
            engines.all().stream().map(engine -> view.engine(engine, loads, now)).toList(),
            catalog.models()));
  }

  private Answer switchMode(Exchange exchange, ApiKey admin) throws IOException {
    Engine engine = find(exchange);
    var body = new AdminBody(Json.parseObject(exchange.body()));
    body.text("mode", LONGEST_WORD);
    EngineMode mode = body.choice("mode", EngineMode.class, EngineMode.ENABLED);
    modes.switchTo(engine, mode);
    exchange
        .event("engine.switched")
        .fact("engine", engine.name())
        .fact("mode", mode.word())
        .fact("by", admin.id());
    Instant now = clock.instant();
    return Answer.data(view.engine(engine, loads(now), now));
  }

  private Answer test(Exchange exchange, ApiKey admin) throws IOException {
    Engine engine = find(exchange);
    exchange
        .event("engine.tested")
        .fact("engine", engine.name())
        .fact("account", admin.account())
        .fact("by", admin.id());
    return trial.begin(exchange, admin, engine, new AdminBody(Json.parseObject(exchange.body())));
  }

  private Engine find(Exchange exchange) {
    return engines
        .named(exchange.pathParameter("engine"))
        .orElseThrow(() -> new ApiException(ApiError.NOT_FOUND, "No such engine"));
  }

  private Map<String, EngineLoad> loads(Instant now) {
    return tasks.loads(now.minus(AT_RISK)).stream()
        .collect(Collectors.toMap(EngineLoad::engine, Function.identity()));
  }
}
