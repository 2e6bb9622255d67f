package darkroom.engine;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import java.util.List;

/**
 * One shot to draw.
 *
 * @param attemptId our id of this attempt; the engine's only handle to us
 * @param shot index of the picture within its task, from 0
 * @param references the task's pictures to work from, fetched and checked, in the caller's order
 */
public record EngineRequest(
    String attemptId, Model model, ImageInput input, int shot, List<Reference> references) {

  public EngineRequest {
    references = List.copyOf(references);
  }
}
