package darkroom.engine.upstream;

/** What an engine does about a size that it does not make itself. */
public enum SizePolicy {
  /** Exactly the asked pixels, or no. */
  EXACT,
  /** For a ratio the engine's own pixels of that ratio; else as {@link #EXACT}. */
  RATIO,
  /** The nearest size of the engine, then scaled and cut to the asked pixels by us. */
  RESAMPLE;
}
