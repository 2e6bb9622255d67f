package darkroom;

import darkroom.db.Database;
import darkroom.task.Admission;
import darkroom.task.StoreException;
import darkroom.webhook.DeliveryStore;
import darkroom.worker.TaskPoller;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Figures that are read when somebody asks, not counted as they happen. */
record Gauges(Database database, Admission admission, TaskPoller tasks, DeliveryStore deliveries) {
  private static final Logger log = LoggerFactory.getLogger(Gauges.class);

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

  static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> read(name, () -> callback.call(value.getAsDouble())))
        .register(registry);
  }

  private static void counter(
      PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> read(name, () -> callback.call(value.getAsDouble())))
        .register(registry);
  }

  /**
   * A figure that the store cannot give just now is left out: the others are wanted most then, and
   * one exception would take the whole page with it.
   */
  static void read(String name, Runnable reading) {
    try {
      reading.run();
    } catch (StoreException e) {
      log.atWarn().addKeyValue("name", name).setCause(e).log("metrics.left_out");
    }
  }
}
