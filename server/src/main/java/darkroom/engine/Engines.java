package darkroom.engine;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.task.EngineCapabilities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The engines of this installation and who serves what: a model names its engines in order, and
 * those that are configured may draw. Test keys only ever reach a pure engine, and a pure engine
 * serves live keys only where no other is configured, so it never stands in for one that fails.
 * Thread-safe.
 */
public final class Engines implements EngineCapabilities {
  private final Map<String, Engine> byName = new LinkedHashMap<>();
  private final Map<String, Bulkhead> bulkheads = new LinkedHashMap<>();

  public Engines(List<Engine> engines) {
    for (Engine engine : engines) {
      byName.put(engine.name(), engine);
      bulkheads.put(engine.name(), new Bulkhead(engine.traits().limits()));
    }
  }

  public Collection<Engine> all() {
    return List.copyOf(byName.values());
  }

  /** By name, for work begun earlier. */
  public Optional<Engine> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * @param engine one of ours
   */
  public Bulkhead bulkhead(Engine engine) {
    return Objects.requireNonNull(bulkheads.get(engine.name()));
  }

  /** Those that may draw for this model, the preferred one first; empty when none is configured. */
  public List<Engine> candidates(Model model, boolean test) {
    var pure = new ArrayList<Engine>();
    var others = new ArrayList<Engine>();
    for (String name : model.engines()) {
      named(name).ifPresent(engine -> (engine.traits().pure() ? pure : others).add(engine));
    }
    return test || others.isEmpty() ? pure : others;
  }

  /**
   * How many pictures of live tasks may begin now, by model. A model draws by the first of its
   * engines that is not closed, and what comes for other models of that engine counts as well.
   *
   * @param coming pictures of claimed tasks that do not wait for an engine yet, by model
   * @return 0 where every engine is paused, failing or switched off; nothing for a model without an
   *     engine, or whose accounts are all broken, which no waiting mends: its tasks fail at once,
   *     free of charge
   */
  public Map<String, Integer> headroom(
      Collection<Model> models, Map<String, Integer> coming, Instant now) {
    var ready = new LinkedHashMap<String, Engine>();
    var room = new HashMap<String, Integer>();
    var expected = new HashMap<String, Integer>();
    for (Model model : models) {
      List<Engine> sound =
          candidates(model, false).stream().filter(engine -> !isBroken(engine, now)).toList();
      Optional<Engine> first =
          sound.stream().filter(engine -> bulkhead(engine).closed(now).isEmpty()).findFirst();
      if (first.isPresent()) {
        ready.put(model.id(), first.get());
        expected.merge(first.get().name(), coming.getOrDefault(model.id(), 0), Integer::sum);
      } else if (!sound.isEmpty()) {
        room.put(model.id(), 0);
      }
    }
    ready.forEach((model, engine) ->
        room.put(model, bulkhead(engine).room(now, expected.getOrDefault(engine.name(), 0))));
    return room;
  }

  private boolean isBroken(Engine engine, Instant now) {
    return bulkhead(engine)
        .closed(now)
        .filter(closed -> closed.cause() == Bulkhead.Cause.ACCOUNT)
        .isPresent();
  }

  @Override
  public Optional<String> cannot(
      Model model, ImageInput input, boolean test, Optional<String> only) {
    if (only.isPresent()) {
      return cannotAlone(model, input, test, only.get());
    }
    Optional<String> why = Optional.of("no engine is configured for this model");
    for (Engine engine : candidates(model, test)) {
      why = engine.cannot(model, input);
      if (why.isEmpty()) {
        return why;
      }
    }
    return why;
  }

  /** An operator's trial may ask the built-in engine for a live key too; it is what he named. */
  private Optional<String> cannotAlone(Model model, ImageInput input, boolean test, String name) {
    Optional<Engine> engine = named(name);
    if (engine.isEmpty() || !model.engines().contains(name)) {
      return Optional.of(name + " does not draw this model here");
    }
    if (test && !engine.get().traits().pure()) {
      return Optional.of("a test key never reaches " + name);
    }
    return engine.get().cannot(model, input);
  }
}
