package darkroom.wire;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/** What the wire counts, by route template and never by path. Thread-safe. */
public final class HttpMetrics {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10
  };

  private final Counter requests;
  private final Histogram seconds;
  private final Counter closed;

  public HttpMetrics(PrometheusRegistry registry) {
    requests =
        Counter.builder()
            .name("darkroom_http_requests")
            .help("Requests by route and status.")
            .labelNames("method", "route", "status")
            .register(registry);
    seconds =
        Histogram.builder()
            .name("darkroom_http_seconds")
            .help("Time to answer, by route.")
            .labelNames("method", "route")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    closed =
        Counter.builder()
            .name("darkroom_http_connections_closed")
            .help("Connections that were closed because they broke a limit.")
            .labelNames("reason")
            .register(registry);
  }

  void closed(String reason) {
    closed.labelValues(reason).inc();
  }

  void answered(String method, String route, int status, Duration took) {
    requests.labelValues(method, route, Integer.toString(status)).inc();
    seconds.labelValues(method, route).observe(took.toNanos() / 1e9);
  }
}
