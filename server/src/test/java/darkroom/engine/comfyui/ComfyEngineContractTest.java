package darkroom.engine.comfyui;

import darkroom.engine.Engine;
import darkroom.engine.EngineContract;
import darkroom.fake.comfyui.FakeComfy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** ComfyUI's promises, kept before its fake. It has no keys, no moderation and is never busy. */
class ComfyEngineContractTest extends EngineContract {
  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeComfy comfy;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private ComfyFixture fixture;

  @Override
  protected void startFake() throws IOException {
    comfy = FakeComfy.start();
    fixture = new ComfyFixture(folder);
  }

  @Override
  protected void stopFake() throws IOException {
    comfy.close();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Override
  protected Engine engine(Duration timeout) {
    return fixture.engine(comfy.url(), Map.of("engine.comfyui.timeout", timeout.toSeconds() + "s"));
  }

  @Override
  protected Optional<Engine> engineWithKey(String key) {
    return Optional.empty();
  }

  @Override
  protected int received(String attempt) {
    return comfy.received().getOrDefault(PromptId.of(attempt), 0);
  }

  @Override
  protected int paid(String attempt) {
    return comfy.paid().getOrDefault(PromptId.of(attempt), 0);
  }

  @Override
  protected List<Long> seeds() {
    return comfy.bodies().stream()
        .map(body -> body.path("prompt").path("5").path("inputs").path("seed").asLong())
        .toList();
  }

  @Override
  protected List<String> faults() {
    return comfy.faults();
  }

  @Override
  protected Optional<String> moderation() {
    return Optional.empty();
  }

  @Override
  protected String refusal(String message) {
    return "[[fail 400 invalid_prompt " + message + "]]";
  }

  @Override
  protected Optional<String> busy() {
    return Optional.empty();
  }

  @Override
  protected Optional<String> forgottenJob() {
    return Optional.of("[[lost-job]]");
  }
}
