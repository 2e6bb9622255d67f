package darkroom.engine.comfyui;

import darkroom.engine.upstream.UpstreamJson;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * A picture in the server's folder of outputs.
 *
 * @param subfolder empty for none
 */
record SavedImage(String filename, String subfolder) {

  /**
   * The first picture of the first of these nodes that saved one. Previews are no results: they lie
   * in the folder of temporary files.
   *
   * @param outputs of a job that has ended, by node id
   */
  static Optional<SavedImage> first(JsonNode outputs, List<String> nodes) {
    return nodes.stream().flatMap(node -> saved(outputs.path(node).path("images"))).findFirst();
  }

  private static Stream<SavedImage> saved(JsonNode images) {
    return StreamSupport.stream(images.spliterator(), false)
        .filter(image -> image.path("type").asString("").equals("output"))
        .flatMap(image ->
            UpstreamJson.text(image, "filename")
                .map(name -> new SavedImage(name, image.path("subfolder").asString("")))
                .stream());
  }
}
