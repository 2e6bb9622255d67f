package darkroom.engine;

import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's switch of each engine: it acts at once, and on every later start. Thread-safe. */
public final class EngineModes {
  private static final Logger log = LoggerFactory.getLogger(EngineModes.class);

  private final Engines engines;
  private final EngineModeStore store;
  private final InstantSource clock;

  public EngineModes(Engines engines, EngineModeStore store, InstantSource clock) {
    this.engines = engines;
    this.store = store;
    this.clock = clock;
  }

  /** Sets every engine as it was left; to be called before anything is asked of one. */
  public void restore() {
    Map<String, EngineMode> modes = store.modes();
    for (Engine engine : engines.all()) {
      EngineMode mode = modes.getOrDefault(engine.name(), EngineMode.ENABLED);
      engines.bulkhead(engine).switchTo(mode);
      log.atInfo()
          .addKeyValue("engine", engine.name())
          .addKeyValue("kind", engine.traits().kind())
          .addKeyValue("mode", mode.word())
          .log("engine.configured");
    }
  }

  /** Switches; it is written down before it acts. Two at a time end in the same mode everywhere. */
  public synchronized void switchTo(Engine engine, EngineMode mode) {
    store.set(engine.name(), mode, clock.instant());
    engines.bulkhead(engine).switchTo(mode);
  }
}
