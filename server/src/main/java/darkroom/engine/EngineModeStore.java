package darkroom.engine;

import java.time.Instant;
import java.util.Map;

/** Rows of what the operator switched; kept over restarts. Thread-safe. */
public interface EngineModeStore {

  /** By engine; one that was never switched is not in it. */
  Map<String, EngineMode> modes();

  void set(String engine, EngineMode mode, Instant now);
}
