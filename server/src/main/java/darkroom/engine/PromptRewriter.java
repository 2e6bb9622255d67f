package darkroom.engine;

import java.util.Optional;

/** Makes a prompt better for callers who ask for that, where the engine has no such mode. */
@FunctionalInterface
public interface PromptRewriter {
  /** For installations without one. */
  PromptRewriter NONE = prompt -> Optional.empty();

  /**
   * Blocks for a bounded time, and ends early when its thread is interrupted.
   *
   * @return the better prompt; empty when there is none, and then the given one is drawn
   */
  Optional<String> rewrite(String prompt);
}
