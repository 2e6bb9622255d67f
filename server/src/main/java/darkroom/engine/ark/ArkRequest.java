package darkroom.engine.ark;

import darkroom.catalog.ImageInput;
import darkroom.engine.Reference;
import darkroom.net.EngineBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of one request, with the references as data URIs read from disk while it is sent. Only
 * documented fields; a watermark is Ark's default, so it is always switched off. Immutable.
 */
final class ArkRequest implements EngineBody {
  private final String head;
  private final List<Reference> references;
  private final List<Long> sizes;

  /**
   * @param model Ark's id
   * @throws IOException when a reference cannot be looked at
   */
  ArkRequest(String model, ImageInput input, boolean stream, List<Reference> references)
      throws IOException {
    this.head = head(model, input, stream);
    this.references = List.copyOf(references);
    var lengths = new ArrayList<Long>();
    for (Reference reference : references) {
      lengths.add(Files.size(reference.file()));
    }
    this.sizes = List.copyOf(lengths);
  }

  @Override
  public long length() {
    long length = bytes(head).length;
    for (int i = 0; i < references.size(); i++) {
      length += bytes(before(i)).length + Base64Input.length(sizes.get(i));
    }
    return length + bytes(end()).length;
  }

  @Override
  public InputStream open() throws IOException {
    var parts = new ArrayList<InputStream>();
    parts.add(text(head));
    for (int i = 0; i < references.size(); i++) {
      parts.add(text(before(i)));
      parts.add(new Base64Input(references.get(i).file()));
    }
    parts.add(text(end()));
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  /** The object without its references and without its end. */
  private static String head(String model, ImageInput input, boolean stream) {
    ObjectNode json = ArkJson.MAPPER.createObjectNode();
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
    String whole = ArkJson.MAPPER.writeValueAsString(json);
    return whole.substring(0, whole.length() - 1);
  }

  private String before(int index) {
    String kind = references.get(index).header().kind().mediaType();
    return (index == 0 ? ",\"image\":[\"" : "\",\"") + "data:" + kind + ";base64,";
  }

  private String end() {
    return references.isEmpty() ? "}" : "\"]}";
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
