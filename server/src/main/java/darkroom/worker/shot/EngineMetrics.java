package darkroom.worker.shot;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.math.BigDecimal;
import java.time.Duration;

/** What is counted per engine. No tenant and no task in a label. Thread-safe. */
public final class EngineMetrics {
  private static final double[] SECONDS = {
    0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 45, 60, 90, 120, 300, 1800
  };

  private final Counter attempts;
  private final Counter unknown;
  private final Counter cost;
  private final Histogram seconds;

  public EngineMetrics(PrometheusRegistry registry) {
    attempts =
        Counter.builder()
            .name("darkroom_attempts")
            .help("Tries to get one picture, by engine and outcome.")
            .labelNames("engine", "outcome")
            .register(registry);
    unknown =
        Counter.builder()
            .name("darkroom_upstream_outcome_unknown")
            .help("Shots given up because nobody knows whether they were billed.")
            .labelNames("engine")
            .register(registry);
    cost =
        Counter.builder()
            .name("darkroom_engine_cost_usd")
            .help("What pictures cost at the engine, by its configured cost; possible ones too.")
            .labelNames("engine")
            .register(registry);
    seconds =
        Histogram.builder()
            .name("darkroom_attempt_seconds")
            .help("From sending to an outcome, by engine.")
            .labelNames("engine")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
  }

  void attempted(String engine, String outcome, Duration took) {
    attempts.labelValues(engine, outcome).inc();
    seconds.labelValues(engine).observe(took.toNanos() / 1e9);
  }

  void outcomeUnknown(String engine) {
    unknown.labelValues(engine).inc();
  }

  void paid(String engine, BigDecimal usd) {
    cost.labelValues(engine).inc(usd.doubleValue());
  }
}
