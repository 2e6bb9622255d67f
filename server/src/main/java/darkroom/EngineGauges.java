package darkroom;

import darkroom.engine.Bulkhead;
import darkroom.engine.Engine;
import darkroom.engine.EngineMode;
import darkroom.engine.Engines;
import darkroom.task.EngineLoad;
import darkroom.task.TaskStore;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** How each engine is, read when somebody asks. No tenant and no task in a label. */
record EngineGauges(Engines engines, TaskStore tasks, InstantSource clock) {

  void register(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("darkroom_engine_shots_in_flight")
        .help("Pictures that hold a place at the engine here.")
        .labelNames("engine")
        .callback(series ->
            each(engine -> series.call(engines.bulkhead(engine).inFlight(), engine.name())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("darkroom_engine_closed")
        .help("1 for what keeps new pictures from the engine here.")
        .labelNames("engine", "cause")
        .callback(series -> each(engine -> closed(series, engine)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("darkroom_engine_mode")
        .help("1 for what the operator allows the engine.")
        .labelNames("engine", "mode")
        .callback(series -> each(engine -> mode(series, engine)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("darkroom_engine_open_attempts")
        .help("Attempts of open tasks whose outcome is not written down yet.")
        .labelNames("engine")
        .callback(series -> Gauges.read("darkroom_engine_open_attempts", () -> open(series)))
        .register(registry);
  }

  private void each(Consumer<Engine> read) {
    engines.all().forEach(read);
  }

  private void closed(GaugeWithCallback.Callback series, Engine engine) {
    Optional<Bulkhead.Cause> cause =
        engines.bulkhead(engine).closed(clock.instant()).map(Bulkhead.Closed::cause);
    for (Bulkhead.Cause possible : Bulkhead.Cause.values()) {
      boolean is = cause.filter(possible::equals).isPresent();
      series.call(is ? 1 : 0, engine.name(), possible.word());
    }
  }

  private void mode(GaugeWithCallback.Callback series, Engine engine) {
    EngineMode mode = engines.bulkhead(engine).mode();
    for (EngineMode possible : EngineMode.values()) {
      series.call(mode == possible ? 1 : 0, engine.name(), possible.word());
    }
  }

  private void open(GaugeWithCallback.Callback series) {
    // what is unknown is counted as it happens; only what is open is wanted here
    Map<String, Integer> open =
        tasks.loads(clock.instant()).stream()
            .collect(Collectors.toMap(EngineLoad::engine, EngineLoad::open));
    each(engine -> series.call(open.getOrDefault(engine.name(), 0), engine.name()));
  }
}
