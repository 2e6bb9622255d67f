package darkroom.task;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import java.util.Optional;

/** What the engines can do, as far as a submit has to know. Answered by the engine room. */
@FunctionalInterface
public interface EngineCapabilities {

  /**
   * Why no engine that may serve this model can make this input; empty when one can.
   *
   * @param test whether a test key asks
   * @param only the one engine that may draw it; empty for those of the model
   */
  Optional<String> cannot(Model model, ImageInput input, boolean test, Optional<String> only);
}
