package darkroom;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.engine.Engine;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An engine in the test's own process, which does what the test says. Thread-safe. */
final class TestEngine implements Engine {
  private final String name;
  private final EngineTraits traits;
  private volatile Function<EngineRequest, EngineResult> submit;
  private final List<EngineRequest> requests = new CopyOnWriteArrayList<>();
  private volatile Optional<String> cannot = Optional.empty();

  TestEngine(String name, EngineTraits traits, Function<EngineRequest, EngineResult> submit) {
    this.name = name;
    this.traits = traits;
    this.submit = submit;
  }

  /** Draws at once. */
  static TestEngine drawing(String name, EngineTraits traits) {
    return new TestEngine(name, traits, request -> drawn());
  }

  static EngineResult drawn() {
    return new EngineResult.Produced(out -> out.write(PictureHost.png(64, 48)));
  }

  /** Every submit so far. */
  List<EngineRequest> requests() {
    return requests;
  }

  /** What becomes of every submit from now on. */
  void answers(Function<EngineRequest, EngineResult> next) {
    submit = next;
  }

  void cannot(Optional<String> why) {
    cannot = why;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public EngineTraits traits() {
    return traits;
  }

  @Override
  public Optional<String> cannot(Model model, ImageInput input) {
    return cannot;
  }

  @Override
  public EngineResult submit(EngineRequest request) {
    requests.add(request);
    return submit.apply(request);
  }

  @Override
  public EngineResult poll(EngineRequest request, String jobId) {
    return drawn();
  }
}
