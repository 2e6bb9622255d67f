package darkroom.engine.openai;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Size;
import darkroom.engine.Reference;
import darkroom.engine.upstream.Multipart;
import darkroom.engine.upstream.StreamedJson;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineBody;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request for one picture, in the server's dialect.
 *
 * @param path below the base URL
 */
record OpenAiRequest(String path, String contentType, EngineBody body) {
  /** Fields that no setting may take over. */
  static final Set<String> OURS =
      Set.of(
          "model",
          "prompt",
          "n",
          "size",
          "width",
          "height",
          "response_format",
          "output_format",
          "stream",
          "image",
          "image[]",
          "images",
          "image_url",
          "reference_images",
          "moderation",
          "quality");

  private static final String GENERATIONS = "/images/generations";
  private static final String EDITS = "/images/edits";
  private static final String JSON = "application/json";

  /**
   * @param model the server's name of it; empty to send none
   * @param attemptId random, for the seed and the boundary of parts
   * @throws IOException when a reference cannot be looked at
   */
  static OpenAiRequest of(
      OpenAiConfig config,
      Optional<String> model,
      ImageInput input,
      Size.Pixels size,
      List<Reference> references,
      String attemptId)
      throws IOException {
    boolean edit = !references.isEmpty();
    ObjectNode fields = fields(config, model, input, size, edit, attemptId);
    EditStyle style = config.switches().editStyle();
    if (edit && style.isMultipart()) {
      String name = style == EditStyle.MULTIPART_IMAGE_ARRAY ? "image[]" : "image";
      Multipart parts = multipart(fields, name, references, attemptId);
      return new OpenAiRequest(EDITS, parts.contentType(), parts);
    }
    if (edit) {
      addUris(fields, style, references);
    }
    return new OpenAiRequest(
        edit && style == EditStyle.JSON_IMAGES ? EDITS : GENERATIONS,
        JSON,
        StreamedJson.of(fields, references.stream().map(Reference::file).toList()));
  }

  private static ObjectNode fields(
      OpenAiConfig config,
      Optional<String> model,
      ImageInput input,
      Size.Pixels size,
      boolean edit,
      String attemptId) {
    OpenAiSwitches switches = config.switches();
    OpenAiProfile profile = config.profile();
    ObjectNode json = UpstreamJson.MAPPER.createObjectNode();
    if (profile.takesModel()) {
      model.ifPresent(name -> json.put("model", name));
    }
    json.put("prompt", OpenAiPrompt.sent(config, input.prompt(), attemptId));
    if (switches.nStyle() == NStyle.N) {
      json.put("n", 1);
    }
    switch (switches.sizeStyle()) {
      case SIZE -> json.put("size", size.wire());
      case WH -> json.put("width", size.width()).put("height", size.height());
    }
    if (profile.takesOutputFormat()) {
      json.put("output_format", config.outputFormat().word());
    }
    config.quality().ifPresent(quality -> json.put("quality", quality));
    if (profile.takesResponseFormat()) {
      switch (switches.responseMode()) {
        case URL -> json.put("response_format", "url");
        case B64 -> json.put("response_format", "b64_json");
        case BOTH -> {}
      }
    }
    if (profile == OpenAiProfile.OPENAI && !edit && !input.safetyChecker()) {
      json.put("moderation", "low");
    }
    if (switches.promptExtras() == PromptExtras.FIELDS) {
      json.setAll(config.extras(attemptId));
    }
    return json;
  }

  private static Multipart multipart(
      ObjectNode fields, String name, List<Reference> references, String attemptId)
      throws IOException {
    var parts = new Multipart(attemptId);
    for (var field : fields.properties()) {
      JsonNode value = field.getValue();
      parts.field(field.getKey(), value.isString() ? value.stringValue() : value.toString());
    }
    for (int i = 0; i < references.size(); i++) {
      Reference reference = references.get(i);
      var kind = reference.header().kind();
      String fileName = "reference-" + (i + 1) + "." + kind.extension();
      parts.file(name, fileName, kind.mediaType(), reference.file());
    }
    return parts;
  }

  private static void addUris(ObjectNode fields, EditStyle style, List<Reference> references) {
    if (style == EditStyle.URL_FIELD && references.size() == 1) {
      fields.put("image_url", StreamedJson.dataUri(0, references.getFirst()));
      return;
    }
    boolean bare = style == EditStyle.URL_FIELD;
    ArrayNode images = fields.putArray(bare ? "reference_images" : "images");
    for (int i = 0; i < references.size(); i++) {
      String uri = StreamedJson.dataUri(i, references.get(i));
      if (bare) {
        images.add(uri);
      } else {
        images.addObject().put("image_url", uri);
      }
    }
  }
}
