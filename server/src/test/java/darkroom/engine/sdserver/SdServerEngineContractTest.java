package darkroom.engine.sdserver;

import darkroom.config.ConfigReader;
import darkroom.engine.Engine;
import darkroom.engine.EngineContract;
import darkroom.engine.Requests;
import darkroom.engine.upstream.Spool;
import darkroom.fake.kit.Column;
import darkroom.fake.sdserver.FakeSdServer;
import darkroom.net.EngineHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The promises of every engine, kept before a fake {@code sd-server}. */
class SdServerEngineContractTest extends EngineContract {
  private final EngineHttp http = new EngineHttp(Duration.ofSeconds(5));

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeSdServer sdserver;

  @Override
  protected void startFake() throws IOException {
    sdserver = FakeSdServer.start();
  }

  @Override
  protected void stopFake() throws IOException {
    sdserver.close();
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Override
  protected Engine engine(Duration timeout) {
    var reader =
        new ConfigReader(
            Map.of(
                "engine.sdserver.base-url",
                sdserver.baseUrl(),
                "engine.sdserver.timeout",
                timeout.toSeconds() + "s"),
            Map.of());
    SdServerConfig config = SdServerConfig.read(reader);
    reader.check();
    return new SdServerEngine(
        config, http, Requests.decoder(), new Spool(folder), () -> Requests.NOW);
  }

  @Override
  protected Optional<Engine> engineWithKey(String key) {
    return Optional.empty();
  }

  @Override
  protected int received(String attempt) {
    return sdserver.received().getOrDefault(attempt, 0);
  }

  @Override
  protected int paid(String attempt) {
    return sdserver.server().desk().bill().of(Column.PAID).getOrDefault(attempt, 0);
  }

  @Override
  protected List<String> faults() {
    return sdserver.faults();
  }

  @Override
  protected Optional<String> moderation() {
    return Optional.empty();
  }

  @Override
  protected String refusal(String message) {
    return "[[fail 400 invalid " + message + "]]";
  }

  @Override
  protected List<Long> seeds() {
    return sdserver.bodies().stream().map(body -> body.path("seed").asLong(42)).toList();
  }

  @Override
  protected Optional<String> forgottenJob() {
    return Optional.of("[[lost-job]]");
  }
}
