package darkroom.worker;

import darkroom.catalog.Model;
import darkroom.engine.Engine;
import darkroom.engine.Engines;
import darkroom.engine.PromptRewriter;
import darkroom.task.Claim;
import darkroom.task.Task;
import darkroom.task.TaskStore;
import darkroom.task.Written;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a prompt rewritten, once a task and before any engine sees it: what was sent has to be known
 * again when an engine is asked what became of it. Thread-safe.
 */
public final class PromptDesk {
  private static final Logger log = LoggerFactory.getLogger(PromptDesk.class);

  private final PromptRewriter rewriter;
  private final Engines engines;
  private final TaskStore store;

  public PromptDesk(PromptRewriter rewriter, Engines engines, TaskStore store) {
    this.rewriter = rewriter;
    this.engines = engines;
    this.store = store;
  }

  /**
   * The claim with what its prompt became, where the caller asked for that and an engine with a
   * model may draw it that has no such mode of its own. A rewrite that fails leaves the prompt as
   * given.
   *
   * @return empty when the claim was lost meanwhile
   */
  Optional<Claim> prepare(Claim claim, Model model) {
    Task task = claim.task();
    boolean wanted = task.input().optimizePrompt() && task.rewrittenPrompt().isEmpty();
    if (!wanted || !claim.attempts().isEmpty() || isOfNoUse(model, task)) {
      return Optional.of(claim);
    }
    Optional<String> better = rewriter.rewrite(task.input().prompt()).filter(model::allowsPrompt);
    log.atInfo()
        .addKeyValue("task", task.id())
        .addKeyValue("rewritten", better.isPresent())
        .log("prompt.prepared");
    if (better.isEmpty()) {
      return Optional.of(claim);
    }
    return store.rewritten(claim, better.get()) == Written.STALE
        ? Optional.empty()
        : Optional.of(claim.withPrompt(better.get()));
  }

  /**
   * Whether all that may draw it rewrite prompts themselves, or are pure: the built-in engine takes
   * the words as they stand, its script words among them, and what a test key asks for must not
   * cost the operator a call.
   */
  private boolean isOfNoUse(Model model, Task task) {
    List<Engine> drawing =
        task.engine().isPresent()
            ? engines.named(task.engine().get()).stream().toList()
            : engines.candidates(model, task.test());
    return drawing.stream()
        .map(Engine::traits)
        .allMatch(traits -> traits.pure() || traits.rewritesPrompts());
  }
}
