package darkroom.engine.openai;

import darkroom.config.ConfigReader;
import darkroom.engine.Engine;
import darkroom.engine.EngineContract;
import darkroom.engine.Requests;
import darkroom.engine.upstream.Spool;
import darkroom.fake.openai.FakeOpenAi;
import darkroom.fake.openai.OpenAiDialect;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The promises of every engine, kept before a fake OpenAI. */
class OpenAiEngineContractTest extends EngineContract {
  private final GuardedHttp results = Requests.results();
  private final EngineHttp http = new EngineHttp(Duration.ofSeconds(5));

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeOpenAi openai;

  @Override
  protected void startFake() throws IOException {
    openai = FakeOpenAi.start(OpenAiDialect.OPENAI);
  }

  @Override
  protected void stopFake() throws IOException {
    openai.close();
  }

  @AfterEach
  void close() {
    http.close();
    results.close();
  }

  @Override
  protected Engine engine(Duration timeout) {
    return engine(Map.of("engine.openai.timeout", timeout.toSeconds() + "s"));
  }

  @Override
  protected Optional<Engine> engineWithKey(String key) {
    return Optional.of(engine(Map.of("engine.openai.key", key)));
  }

  private Engine engine(Map<String, String> settings) {
    var all = new HashMap<>(openai.settings());
    all.putAll(settings);
    var reader = new ConfigReader(all, Map.of());
    OpenAiConfig config = OpenAiConfig.read(reader);
    reader.check();
    return new OpenAiEngine(
        config, http, results, Requests.decoder(), new Spool(folder), () -> Requests.NOW);
  }

  @Override
  protected String size() {
    return "2048x2048";
  }

  @Override
  protected boolean keepsPictures() {
    return true;
  }

  @Override
  protected int received(String attempt) {
    return openai.received().getOrDefault(attempt, 0);
  }

  @Override
  protected int paid(String attempt) {
    return openai.paid().getOrDefault(attempt, 0);
  }

  @Override
  protected List<String> faults() {
    return openai.faults();
  }

  @Override
  protected Optional<String> moderation() {
    return Optional.of("[[moderated]]");
  }

  @Override
  protected String refusal(String message) {
    return "[[fail invalid_value " + message + "]]";
  }
}
