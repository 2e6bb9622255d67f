package darkroom.engine.fal;

import darkroom.config.ConfigReader;
import darkroom.engine.Requests;
import darkroom.engine.upstream.Spool;
import darkroom.fake.fal.FakeFal;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Engines before one fake, as many as a test likes. Thread-safe. */
final class FalFixture implements AutoCloseable {
  private final EngineHttp http = new EngineHttp(Duration.ofSeconds(5));
  private final GuardedHttp results = Requests.results();
  private final FakeFal fal;
  private final Spool spool;

  FalFixture(FakeFal fal, Path folder) {
    this.fal = fal;
    this.spool = new Spool(folder);
  }

  /** With the fake's own clock, because its history is asked by time. */
  FalEngine engine(Map<String, String> settings) {
    return engine(settings, Instant::now);
  }

  FalEngine engine(Map<String, String> settings, InstantSource clock) {
    var all = new HashMap<>(fal.settings());
    all.remove("net.allow");
    all.putAll(settings);
    var reader = new ConfigReader(all, Map.of());
    FalConfig config = FalConfig.read(reader);
    reader.check();
    return new FalEngine(config, http, results, Requests.decoder(), spool, clock);
  }

  /** Under which the fake counts an attempt. */
  static String mark(String attempt) {
    return Integer.toString(FalRequest.seed(attempt));
  }

  @Override
  public void close() {
    http.close();
    results.close();
  }
}
