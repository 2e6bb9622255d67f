package darkroom.engine.sdserver;

import darkroom.catalog.Size;
import darkroom.engine.Reference;
import darkroom.engine.upstream.Seed;
import darkroom.engine.upstream.StreamedJson;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineBody;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The body of one job. Stateless. */
final class SdServerRequest {
  /** Fields that no setting may take over. */
  static final Set<String> OURS =
      Set.of("prompt", "width", "height", "batch_count", "ref_images", "output_format");

  private SdServerRequest() {}

  /**
   * @param prompt without tags
   * @param seed of the attempt, unless the operator's own fields hold one
   * @param extra the operator's own fields
   * @throws IOException when a reference cannot be looked at
   */
  static EngineBody body(
      String prompt, Size.Pixels size, long seed, ObjectNode extra, List<Reference> references)
      throws IOException {
    ObjectNode json = UpstreamJson.MAPPER.createObjectNode();
    json.put("prompt", prompt);
    json.put("width", size.width());
    json.put("height", size.height());
    json.put("batch_count", 1);
    json.put(Seed.FIELD, seed);
    json.put("output_format", "png");
    if (!references.isEmpty()) {
      ArrayNode images = json.putArray("ref_images");
      for (int i = 0; i < references.size(); i++) {
        images.add(StreamedJson.base64(i));
      }
    }
    json.setAll(extra);
    return StreamedJson.of(json, references.stream().map(Reference::file).toList());
  }
}
