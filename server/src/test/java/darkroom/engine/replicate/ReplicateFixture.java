package darkroom.engine.replicate;

import darkroom.config.ConfigReader;
import darkroom.engine.Engine;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.HeldJobs;
import darkroom.engine.Requests;
import darkroom.engine.upstream.Spool;
import darkroom.fake.replicate.FakeReplicate;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Engines before one fake. For one test; not thread-safe. */
final class ReplicateFixture implements AutoCloseable {
  final FakeReplicate replicate;
  private final Path folder;
  private final EngineHttp http = new EngineHttp(Duration.ofSeconds(5));
  private final GuardedHttp results = Requests.results();

  /**
   * @param folder for answers on the disk
   */
  ReplicateFixture(Path folder) throws IOException {
    this.folder = folder;
    // the vendor's clock is a little ahead, as clocks are
    this.replicate =
        FakeReplicate.start(Clock.fixed(Requests.NOW.plusMillis(1_300), ZoneOffset.UTC));
  }

  Engine engine() {
    return engine(Map.of());
  }

  /** As after a restart: nothing in memory. */
  Engine engine(Map<String, String> settings) {
    return engine(settings, HeldJobs.NONE);
  }

  /** One that was started after others, and knows what they wrote down. */
  Engine engineKnowing(HeldJobs held) {
    return engine(Map.of(), held);
  }

  private Engine engine(Map<String, String> settings, HeldJobs held) {
    var all = new HashMap<>(Map.of("engine.replicate.key", FakeReplicate.KEY));
    all.put("engine.replicate.base-url", replicate.baseUrl());
    all.putAll(settings);
    var reader = new ConfigReader(all, Map.of());
    ReplicateConfig config = ReplicateConfig.read(reader);
    reader.check();
    return new ReplicateEngine(
        config, http, results, Requests.decoder(), new Spool(folder), held, () -> Requests.NOW);
  }

  /** What a job comes to, as the worker would learn it. */
  static EngineResult end(Engine engine, EngineRequest request, String job) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    EngineResult last = engine.poll(request, job);
    while (last instanceof EngineResult.Running) {
      if (System.nanoTime() > end) {
        throw new AssertionError("still running: " + job);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      last = engine.poll(request, job);
    }
    return last;
  }

  /** Waits for something that another thread brings about. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not there: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  static String job(EngineResult accepted) {
    if (accepted instanceof EngineResult.Accepted(String job)) {
      return job;
    }
    throw new AssertionError(accepted.toString());
  }

  @Override
  public void close() throws IOException {
    replicate.close();
    results.close();
    http.close();
  }
}
