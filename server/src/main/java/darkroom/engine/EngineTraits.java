package darkroom.engine;

import java.util.Locale;

/**
 * What the runner has to know about an engine.
 *
 * @param cost whether a submit costs money
 * @param pure the same request always gives the same picture and costs nothing, so an interrupted
 *     shot is simply drawn again
 * @param reconcile how long it makes sense to ask what became of a submit whose answer was lost
 * @param progress whether running jobs tell how far they are; else it is estimated by time
 * @param rewritesPrompts whether it has a mode of its own for {@code optimize_prompt}
 * @param label what a file item says about its origin; empty when nothing has to be said
 * @param limits how much may be asked of it at once, and how often again
 */
public record EngineTraits(
    Cost cost,
    boolean pure,
    Reconcile reconcile,
    boolean progress,
    boolean rewritesPrompts,
    String label,
    EngineLimits limits) {

  /** Who pays for a submit. */
  public enum Cost {
    /** Our own processor or graphics card. */
    LOCAL,
    /** A vendor's bill. */
    MONEY
  }

  /** What can be asked about a submit whose answer was lost. */
  public enum Reconcile {
    /** Nothing: the outcome stays unknown. */
    NONE,
    /** The engine's records, for as long as {@code worker.reconcile-window}. */
    HISTORY,
    /** The engine calls us back in its own time: worth waiting until the task's deadline. */
    CALLBACK
  }

  public EngineTraits {
    if (pure && cost == Cost.MONEY) {
      throw new IllegalArgumentException("an engine that costs money is never pure");
    }
  }

  /** In a word: {@code money}, {@code local}, or {@code pure}. */
  public String kind() {
    return pure ? "pure" : cost.name().toLowerCase(Locale.ROOT);
  }

  /** An engine on a vendor's bill that can tell nothing afterwards. */
  public static EngineTraits paid(EngineLimits limits) {
    return new EngineTraits(Cost.MONEY, false, Reconcile.NONE, false, false, "", limits);
  }

  /** An engine on a machine of the operator. */
  public static EngineTraits local(EngineLimits limits) {
    return new EngineTraits(Cost.LOCAL, false, Reconcile.NONE, false, false, "", limits);
  }

  public EngineTraits reconciledBy(Reconcile means) {
    return new EngineTraits(cost, pure, means, progress, rewritesPrompts, label, limits);
  }

  public EngineTraits tellingProgress() {
    return new EngineTraits(cost, pure, reconcile, true, rewritesPrompts, label, limits);
  }

  public EngineTraits rewritingPrompts() {
    return new EngineTraits(cost, pure, reconcile, progress, true, label, limits);
  }

  public EngineTraits labelled(String text) {
    return new EngineTraits(cost, pure, reconcile, progress, rewritesPrompts, text, limits);
  }
}
