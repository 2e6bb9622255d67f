package darkroom.engine.ark;

import darkroom.config.ConfigReader;
import darkroom.engine.Engine;
import darkroom.engine.EngineContract;
import darkroom.engine.Requests;
import darkroom.fake.ark.FakeArk;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Ark's promises, kept before its fake. */
class ArkEngineContractTest extends EngineContract {
  private final GuardedHttp results = Requests.results();
  private final EngineHttp http = new EngineHttp(Duration.ofSeconds(5));

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeArk ark;

  @Override
  protected void startFake() throws IOException {
    ark = FakeArk.start();
  }

  @Override
  protected void stopFake() throws IOException {
    ark.close();
  }

  @AfterEach
  void close() {
    http.close();
    results.close();
  }

  @Override
  protected Engine engine(Duration timeout) {
    return engine(FakeArk.KEY, timeout);
  }

  @Override
  protected Optional<Engine> engineWithKey(String key) {
    return Optional.of(engine(key, Duration.ofMinutes(5)));
  }

  private Engine engine(String key, Duration timeout) {
    var settings =
        Map.of(
            "engine.ark.key",
            key,
            "engine.ark.base-url",
            ark.baseUrl(),
            "engine.ark.timeout",
            timeout.toSeconds() + "s");
    var reader = new ConfigReader(settings, Map.of());
    ArkConfig config = ArkConfig.read(reader);
    reader.check();
    return new ArkEngine(config, http, results, Requests.decoder(), () -> Requests.NOW);
  }

  @Override
  protected int received(String attempt) {
    return ark.received().getOrDefault(attempt, 0);
  }

  @Override
  protected int paid(String attempt) {
    return ark.paid().getOrDefault(attempt, 0);
  }

  @Override
  protected List<String> faults() {
    return ark.faults();
  }

  @Override
  protected Optional<String> moderation() {
    return Optional.of("[[moderated 0]]");
  }

  @Override
  protected String refusal(String message) {
    return "[[fail 400 InvalidParameter " + message + "]]";
  }
}
