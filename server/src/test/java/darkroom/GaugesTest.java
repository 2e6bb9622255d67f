package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.task.StoreException;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GaugesTest {

  @Test
  void a_figure_that_the_store_cannot_give_is_left_out_and_the_others_stay() throws IOException {
    var registry = new PrometheusRegistry();
    Gauges.gauge(
        registry,
        "darkroom_broken",
        "Broken.",
        () -> {
          throw StoreException.overloaded("the store");
        });
    Gauges.gauge(registry, "darkroom_whole", "Whole.", () -> 7);

    var out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("darkroom_whole 7.0")
        .doesNotContain("darkroom_broken");
  }
}
