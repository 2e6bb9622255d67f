package darkroom.engine;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.task.EngineCapabilities;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The engines of this installation and who serves what: a model names its engines in order, and the
 * first one that is configured draws. Test keys only ever reach a pure engine, and a pure engine
 * serves live keys only where no other is configured. Immutable, thread-safe.
 */
public final class Engines implements EngineCapabilities {
  private final Map<String, Engine> byName = new LinkedHashMap<>();

  public Engines(List<Engine> engines) {
    engines.forEach(engine -> byName.put(engine.name(), engine));
  }

  /** The engine that draws for this model; empty when none that may is configured. */
  public Optional<Engine> serving(Model model, boolean test) {
    List<Engine> listed =
        model.engines().stream()
            .flatMap(name -> Optional.ofNullable(byName.get(name)).stream())
            .toList();
    Optional<Engine> pure = listed.stream().filter(engine -> engine.traits().pure()).findFirst();
    if (test) {
      return pure;
    }
    return listed.stream().filter(engine -> !engine.traits().pure()).findFirst().or(() -> pure);
  }

  /** By name, for work begun earlier. */
  public Optional<Engine> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public Optional<String> cannot(Model model, ImageInput input, boolean test) {
    return serving(model, test)
        .map(engine -> engine.cannot(model, input))
        .orElseGet(() -> Optional.of("no engine is configured for this model"));
  }
}
