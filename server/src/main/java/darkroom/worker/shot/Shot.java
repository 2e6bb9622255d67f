package darkroom.worker.shot;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.engine.Engine;
import darkroom.engine.EngineRequest;
import darkroom.engine.Reference;
import darkroom.task.Attempt;
import darkroom.task.Claim;
import darkroom.task.Failure;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One picture to get.
 *
 * @param index within its task, from 0
 * @param earlier attempts of former claims, by number
 * @param references of the task, on our disk; none when they cannot be read
 * @param closed why nothing more is sent for it; what was sent is still looked after
 * @param progress of the whole task
 */
public record Shot(
    Claim claim,
    int index,
    Model model,
    List<Attempt> earlier,
    List<Reference> references,
    Optional<Failure> closed,
    TaskProgress progress) {

  public Shot {
    earlier = List.copyOf(earlier);
    references = List.copyOf(references);
  }

  EngineRequest request(
      Engine engine, Attempt attempt, Instant intendedAt, Optional<URI> callbackUrl) {
    return new EngineRequest(
        attempt.id(), model, inputFor(engine), index, references, intendedAt, callbackUrl);
  }

  /** An engine that rewrites prompts gets the given one and the wish, others what it became. */
  private ImageInput inputFor(Engine engine) {
    ImageInput given = claim.task().input();
    return given.optimizePrompt() && !engine.traits().rewritesPrompts()
        ? given.withPrompt(claim.task().rewrittenPrompt().orElse(given.prompt()))
        : given;
  }
}
