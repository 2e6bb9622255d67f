package darkroom.engine.replicate;

import darkroom.engine.EngineRequest;
import darkroom.engine.Reference;
import darkroom.engine.upstream.StreamedJson;
import darkroom.engine.upstream.UpstreamJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The body that makes a prediction: documented fields alone. Stateless. */
final class ReplicateRequest {

  private ReplicateRequest() {}

  /**
   * @param size one that Replicate makes
   * @param safetySwitch whether the caller's wish about the checker is passed on
   * @throws IOException when a reference cannot be looked at
   */
  static StreamedJson body(
      EngineRequest request, ReplicateSize size, boolean safetySwitch, List<Reference> references)
      throws IOException {
    ObjectNode json = UpstreamJson.MAPPER.createObjectNode();
    json.set("input", input(request, size, safetySwitch, references));
    request
        .callbackUrl()
        .ifPresent(url -> {
          json.put("webhook", url.toString());
          // the start too: it names the job early, which is what a lost answer needs
          json.putArray("webhook_events_filter").add("start").add("completed");
        });
    return StreamedJson.of(json, files(references));
  }

  /**
   * What equal requests have in common: the hash of the model and of its input, references and all.
   *
   * @param model as Replicate names it
   * @throws IOException when a reference cannot be read
   */
  static String mark(
      String model,
      EngineRequest request,
      ReplicateSize size,
      boolean safetySwitch,
      List<Reference> references)
      throws IOException {
    ObjectNode json = UpstreamJson.MAPPER.createObjectNode().put("model", model);
    json.set("input", input(request, size, safetySwitch, references));
    try (var hashed =
        new DigestInputStream(
            StreamedJson.of(json, files(references)).open(),
            MessageDigest.getInstance("SHA-256"))) {
      hashed.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(hashed.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }

  private static ObjectNode input(
      EngineRequest request, ReplicateSize size, boolean safetySwitch, List<Reference> references) {
    ObjectNode input = UpstreamJson.MAPPER.createObjectNode();
    input.put("prompt", request.input().prompt());
    size.writeTo(input);
    input.put("sequential_image_generation", "disabled");
    if (safetySwitch) {
      input.put("disable_safety_checker", !request.input().safetyChecker());
    }
    if (!references.isEmpty()) {
      ArrayNode images = input.putArray("image_input");
      for (int i = 0; i < references.size(); i++) {
        images.add(StreamedJson.dataUri(i, references.get(i)));
      }
    }
    return input;
  }

  private static List<Path> files(List<Reference> references) {
    return references.stream().map(Reference::file).toList();
  }

  /**
   * The model's input as it was sent, to compare with. Stands in memory whole, references and all:
   * that is what {@code max-reference-bytes-total} bounds.
   */
  static JsonNode input(StreamedJson body) throws IOException {
    try (InputStream in = body.open()) {
      return UpstreamJson.MAPPER.readTree(in).path("input");
    }
  }
}
