package darkroom.fake.comfyui;

import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.Pixels;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * One queued prompt.
 *
 * @param number in the order of arrival
 * @param client whom its steps are told; empty for nobody
 * @param seen from when on it is found at all
 * @param ends when its picture is there
 */
record ComfyJob(
    int number,
    String id,
    JsonNode graph,
    String client,
    Pixels size,
    Misfortune fate,
    Instant seen,
    Instant ends,
    boolean interrupted) {

  ComfyJob stopped() {
    return new ComfyJob(number, id, graph, client, size, fate, seen, ends, true);
  }

  boolean hasEnded(Instant now) {
    return interrupted || !ends.isAfter(now);
  }

  /** A node broke, or somebody stopped it. */
  boolean hasFailed() {
    return interrupted || fate instanceof Misfortune.ErrorInside;
  }

  /** What a file of it is named after; a job's id has more letters than fit into a label. */
  String label() {
    return id.replace("-", "");
  }
}
