package darkroom.engine;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import java.util.Optional;

/**
 * One upstream that draws. Every method may be called from many threads at once, blocks its
 * (virtual) thread, throws nothing for trouble upstream (that is an {@link EngineResult}) and stops
 * early when its thread is interrupted.
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
  EngineResult reconcile(EngineRequest request);
}
