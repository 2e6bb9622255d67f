package darkroom.engine.replicate;

import darkroom.engine.Engine;
import darkroom.engine.EngineContract;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Replicate's promises, kept before its fake. */
class ReplicateEngineContractTest extends EngineContract {
  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private ReplicateFixture at;

  @Override
  protected void startFake() throws IOException {
    at = new ReplicateFixture(folder);
  }

  @Override
  protected void stopFake() throws IOException {
    at.replicate.close();
  }

  @AfterEach
  void close() throws IOException {
    at.close();
  }

  @Override
  protected Engine engine(Duration timeout) {
    return at.engine(Map.of("engine.replicate.timeout", timeout.toSeconds() + "s"));
  }

  @Override
  protected Optional<Engine> engineWithKey(String key) {
    return Optional.of(at.engine(Map.of("engine.replicate.key", key)));
  }

  @Override
  protected int received(String attempt) {
    return at.replicate.received().getOrDefault(attempt, 0);
  }

  @Override
  protected int paid(String attempt) {
    return at.replicate.paid().getOrDefault(attempt, 0);
  }

  @Override
  protected List<String> faults() {
    return at.replicate.faults();
  }

  @Override
  protected Optional<String> moderation() {
    return Optional.of("[[moderated 0]]");
  }

  @Override
  protected String refusal(String message) {
    return "[[fail 422 InvalidInput " + message + "]]";
  }

  @Override
  protected Optional<String> forgottenJob() {
    return Optional.of("[[lost-job]]");
  }
}
