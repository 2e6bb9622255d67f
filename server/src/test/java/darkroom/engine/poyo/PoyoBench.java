package darkroom.engine.poyo;

import darkroom.config.ConfigReader;
import darkroom.engine.Requests;
import darkroom.engine.upstream.Spool;
import darkroom.fake.poyo.FakePoyo;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Engines before a fake PoYo, each as after a restart: nothing in memory, the same disk. */
final class PoyoBench implements AutoCloseable {
  private final EngineHttp http = new EngineHttp(Duration.ofSeconds(5));
  private final GuardedHttp results = Requests.results();
  private final FakePoyo poyo;
  private final Path folder;

  /**
   * @param folder for what engines keep on the disk
   */
  PoyoBench(FakePoyo poyo, Path folder) {
    this.poyo = poyo;
    this.folder = folder;
  }

  static PoyoConfig config(Map<String, String> settings) {
    var reader = new ConfigReader(settings, Map.of());
    PoyoConfig config = PoyoConfig.read(reader);
    reader.check();
    return config;
  }

  PoyoEngine engine(Map<String, String> settings, InstantSource clock) {
    var all = new HashMap<>(Map.of("engine.poyo.key", FakePoyo.KEY));
    all.put("engine.poyo.base-url", poyo.baseUrl());
    all.putAll(settings);
    return new PoyoEngine(
        config(all), http, results, Requests.decoder(), new Spool(folder), clock, true);
  }

  @Override
  public void close() {
    http.close();
    results.close();
  }
}
