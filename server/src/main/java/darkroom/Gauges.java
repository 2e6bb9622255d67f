package darkroom;

import darkroom.db.Database;
import darkroom.task.Admission;
import darkroom.webhook.DeliveryStore;
import darkroom.worker.TaskPoller;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;

/** Figures that are read when somebody asks, not counted as they happen. */
record Gauges(Database database, Admission admission, TaskPoller tasks, DeliveryStore deliveries) {

  void register(PrometheusRegistry registry) {
    gauge(registry, "darkroom_tasks_waiting", "Tasks waiting for a worker.", admission::waiting);
    gauge(registry, "darkroom_tasks_running", "Tasks being worked on here.", tasks::running);
    gauge(registry, "darkroom_deliveries_pending", "Callbacks owed.", deliveries::pending);
    gauge(
        registry,
        "darkroom_store_writable",
        "1 while the database takes writes.",
        () -> database.isWritable() ? 1 : 0);
    gauge(
        registry,
        "darkroom_heap_used_bytes",
        "Java heap in use.",
        () -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    counter(registry, "darkroom_store_commits", "Commits of the database.", database::commits);
    counter(registry, "darkroom_store_writes", "Writes in those commits.", database::writes);
  }

  private static void gauge(
      PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  private static void counter(
      PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }
}
