package darkroom.engine.ark;

import darkroom.catalog.ImageInput;
import darkroom.engine.Reference;
import darkroom.engine.upstream.StreamedJson;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineBody;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of one request. Only documented fields; a watermark is Ark's default, so it is always
 * switched off. Stateless.
 */
final class ArkRequest {

  private ArkRequest() {}

  /**
   * @param model Ark's id
   * @throws IOException when a reference cannot be looked at
   */
  static EngineBody body(String model, ImageInput input, boolean stream, List<Reference> references)
      throws IOException {
    ObjectNode json = UpstreamJson.MAPPER.createObjectNode();
    json.put("model", model);
    json.put("prompt", input.prompt());
    json.put("size", input.size().wire());
    json.put("sequential_image_generation", "disabled");
    json.put("stream", stream);
    json.put("response_format", "url");
    json.put("watermark", false);
    if (input.optimizePrompt()) {
      json.putObject("optimize_prompt_options").put("mode", "standard");
    }
    if (!references.isEmpty()) {
      ArrayNode images = json.putArray("image");
      for (int i = 0; i < references.size(); i++) {
        images.add(StreamedJson.dataUri(i, references.get(i)));
      }
    }
    return StreamedJson.of(json, references.stream().map(Reference::file).toList());
  }
}
