package darkroom.engine;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import java.util.Optional;

/**
 * One upstream that draws. Every method may be called from many threads at once, blocks its
 * (virtual) thread, throws nothing for trouble upstream (that is an {@link EngineResult}) and stops
 * early when its thread is interrupted. None retries by itself: the worker decides, because a
 * second submit may be money.
 */
public interface Engine {

  /** Short name, as in model descriptors and settings: {@code builtin}, {@code ark}. */
  String name();

  EngineTraits traits();

  /**
   * What is known without fetching anything: why this engine cannot make this input, or empty when
   * it can. Pure.
   */
  Optional<String> cannot(Model model, ImageInput input);

  /**
   * Starts one shot. The attempt's intent is durable before this is called. Called once an attempt.
   */
  EngineResult submit(EngineRequest request);

  /** Asks for a job that {@link #submit} answered with {@link EngineResult.Accepted}. */
  EngineResult poll(EngineRequest request, String jobId);

  /**
   * Asks, by our own attempt id, what became of a submit whose answer was lost. {@link
   * EngineResult.Unknown} when the engine cannot tell; never starts work. Not asked of an engine
   * whose traits say that it cannot reconcile.
   */
  default EngineResult reconcile(EngineRequest request) {
    return new EngineResult.Unknown(name() + " cannot tell");
  }

  /** Tells a job that nobody wants its result any more; best effort, and at most a few seconds. */
  default void cancel(EngineRequest request, String jobId) {}

  /**
   * Reads a callback about one of our attempts, whose address was verified before.
   *
   * @return the id of the job, only if the vendor's own signature (where there is one) holds; what
   *     the job came to is asked with {@link #poll}, never believed from here
   */
  default Optional<String> jobOf(EngineCallback callback) {
    return Optional.empty();
  }
}
