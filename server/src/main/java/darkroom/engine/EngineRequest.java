package darkroom.engine;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.catalog.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One shot to draw.
 *
 * @param attemptId our id of this attempt, 20 characters of {@code 0-9a-z}; the engine's only
 *     handle to us
 * @param input with the prompt as it is to be sent
 * @param shot index of the picture within its task, from 0
 * @param references the task's pictures to work from, fetched and checked, in the caller's order;
 *     none when they can no longer be read, and then nothing is submitted
 * @param intendedAt when the attempt was written down, a moment before it is sent
 * @param callbackUrl where the engine may tell that it is done; empty when nobody outside can reach
 *     us
 */
public record EngineRequest(
    String attemptId,
    Model model,
    ImageInput input,
    int shot,
    List<Reference> references,
    Instant intendedAt,
    Optional<URI> callbackUrl) {

  public EngineRequest {
    references = List.copyOf(references);
  }

  /** How many pictures it works from, those that can no longer be read included. */
  public int referenceCount() {
    return Math.max(references.size(), input.imageUrls().size());
  }

  /**
   * The size in pixels, for engines that know no tiers: a tier becomes its square, or the cell
   * nearest to the first reference's shape.
   */
  public Size.Pixels pixels() {
    Optional<Size.Pixels> first =
        references.stream()
            .findFirst()
            .map(Reference::header)
            .map(header -> new Size.Pixels(header.displayWidth(), header.displayHeight()));
    return model.sizes().pixels(input.size(), first);
  }
}
