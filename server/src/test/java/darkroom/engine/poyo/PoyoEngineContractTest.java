package darkroom.engine.poyo;

import darkroom.engine.Engine;
import darkroom.engine.EngineContract;
import darkroom.engine.Requests;
import darkroom.fake.poyo.FakePoyo;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** PoYo's promises, kept before its fake. */
class PoyoEngineContractTest extends EngineContract {
  /** When a task that is not known is not merely too young. */
  private static final Instant LATER = Requests.NOW.plusSeconds(120);

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakePoyo poyo;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private PoyoBench bench;

  @Override
  protected void startFake() throws IOException {
    poyo = FakePoyo.start();
    bench = new PoyoBench(poyo, folder);
  }

  @Override
  protected void stopFake() throws IOException {
    poyo.close();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Override
  protected Engine engine(Duration timeout) {
    return bench.engine(Map.of("engine.poyo.timeout", timeout.toSeconds() + "s"), () -> LATER);
  }

  @Override
  protected Optional<Engine> engineWithKey(String key) {
    return Optional.of(bench.engine(Map.of("engine.poyo.key", key), () -> LATER));
  }

  @Override
  protected int received(String attempt) {
    return poyo.received().getOrDefault(attempt, 0);
  }

  @Override
  protected int paid(String attempt) {
    return poyo.paid().getOrDefault(attempt, 0);
  }

  @Override
  protected List<String> faults() {
    return poyo.faults();
  }

  @Override
  protected Optional<String> moderation() {
    return Optional.of("[[moderated 0]]");
  }

  @Override
  protected String refusal(String message) {
    return "[[fail validation_error " + message + "]]";
  }

  @Override
  protected Optional<String> forgottenJob() {
    return Optional.of("[[lost-job]]");
  }
}
