package darkroom.http;

import darkroom.wire.Answer;
import darkroom.wire.Exchange;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Supplier;

/** Health in one word, and the metrics. Thread-safe. */
public final class HealthHandler {
  private final Supplier<Readiness> readiness;
  private final PrometheusRegistry registry;
  private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();

  /** Whether submits can be taken. */
  public enum Readiness {
    READY,
    STARTING,
    DRAINING,
    STORE_DOWN,
    DISK_LOW;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public HealthHandler(Supplier<Readiness> readiness, PrometheusRegistry registry) {
    this.readiness = readiness;
    this.registry = registry;
  }

  Answer live(Exchange exchange) {
    return Answer.text(200, "live\n");
  }

  Answer ready(Exchange exchange) {
    Readiness state = readiness.get();
    return Answer.text(state == Readiness.READY ? 200 : 503, state.word() + "\n")
        .with("Cache-Control", "no-store");
  }

  Answer metrics(Exchange exchange) throws IOException {
    var out = new ByteArrayOutputStream();
    format.write(out, registry.scrape());
    return Answer.of(200, PrometheusTextFormatWriter.CONTENT_TYPE, out.toByteArray());
  }
}
