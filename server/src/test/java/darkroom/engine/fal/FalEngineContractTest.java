package darkroom.engine.fal;

import darkroom.engine.Engine;
import darkroom.engine.EngineContract;
import darkroom.fake.fal.FakeFal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** fal's promises, kept before its fake. */
class FalEngineContractTest extends EngineContract {
  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeFal fal;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FalFixture fixture;

  @Override
  protected void startFake() throws IOException {
    fal = FakeFal.start();
    fixture = new FalFixture(fal, folder);
  }

  @Override
  protected void stopFake() throws IOException {
    fal.close();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Override
  protected Engine engine(Duration timeout) {
    return fixture.engine(Map.of("engine.fal.timeout", timeout.toSeconds() + "s"));
  }

  @Override
  protected Optional<Engine> engineWithKey(String key) {
    return Optional.of(fixture.engine(Map.of("engine.fal.key", key)));
  }

  @Override
  protected int received(String attempt) {
    return fal.received().getOrDefault(FalFixture.mark(attempt), 0);
  }

  @Override
  protected int paid(String attempt) {
    return fal.paid().getOrDefault(FalFixture.mark(attempt), 0);
  }

  @Override
  protected List<String> faults() {
    return fal.faults();
  }

  @Override
  protected Optional<String> moderation() {
    return Optional.of("[[moderated 0]]");
  }

  @Override
  protected String refusal(String message) {
    return "[[fail 422 value_error " + message + "]]";
  }

  @Override
  protected Optional<String> forgottenJob() {
    return Optional.of("[[lost-job]]");
  }
}
