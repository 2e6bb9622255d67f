package darkroom.worker;

import darkroom.credit.Credits;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/** What the worker counts. No tenant and no task in a label. Thread-safe. */
public final class WorkerMetrics {
  private static final double[] SECONDS = {
    0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 1800
  };

  private final Counter atRisk;
  private final Counter tasks;
  private final Counter deliveries;
  private final Histogram taskSeconds;
  private final Histogram deliverySeconds;

  public WorkerMetrics(PrometheusRegistry registry) {
    atRisk =
        Counter.builder()
            .name("darkroom_upstream_unknown_credits")
            .help("Credits of pictures of unknown outcome, by what became of them.")
            .labelNames("outcome")
            .register(registry);
    tasks =
        Counter.builder()
            .name("darkroom_tasks_ended")
            .help("Tasks by terminal state and reason.")
            .labelNames("status", "reason")
            .register(registry);
    deliveries =
        Counter.builder()
            .name("darkroom_delivery_attempts")
            .help("Tries to deliver a callback, by outcome.")
            .labelNames("outcome")
            .register(registry);
    taskSeconds = seconds(registry, "darkroom_task_seconds", "From submit to the end of a task.");
    deliverySeconds = seconds(registry, "darkroom_delivery_seconds", "One try of a callback.");
  }

  void creditsAtRisk(String outcome, Credits credits) {
    atRisk.labelValues(outcome).inc(credits.thousandths() / 1000.0);
  }

  void ended(String status, String reason, Duration took) {
    tasks.labelValues(status, reason).inc();
    taskSeconds.observe(took.toNanos() / 1e9);
  }

  void delivered(String outcome, Duration took) {
    deliveries.labelValues(outcome).inc();
    deliverySeconds.observe(took.toNanos() / 1e9);
  }

  private static Histogram seconds(PrometheusRegistry registry, String name, String help) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .register(registry);
  }
}
