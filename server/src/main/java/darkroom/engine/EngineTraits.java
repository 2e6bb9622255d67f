package darkroom.engine;

/**
 * What the runner has to know about an engine.
 *
 * @param cost whether a submit costs money
 * @param concurrency shots in flight at once over the whole process, at least 1
 * @param pure the same request always gives the same picture and costs nothing, so an interrupted
 *     shot is simply drawn again
 * @param reconciles whether the engine can tell afterwards what became of a submit
 * @param label what a file item says about its origin; empty when nothing has to be said
 */
public record EngineTraits(
    Cost cost, int concurrency, boolean pure, boolean reconciles, String label) {

  /** Who pays for a submit. */
  public enum Cost {
    /** Our own processor or graphics card. */
    LOCAL,
    /** A vendor's bill. */
    MONEY
  }

  public EngineTraits {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency: " + concurrency + " (expected: at least 1)");
    }
    if (pure && cost == Cost.MONEY) {
      throw new IllegalArgumentException("an engine that costs money is never pure");
    }
  }
}
