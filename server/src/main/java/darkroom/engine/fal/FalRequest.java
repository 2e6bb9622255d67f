package darkroom.engine.fal;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Size;
import darkroom.engine.Reference;
import darkroom.engine.upstream.StreamedJson;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The input of one job. fal keeps it beside the job, so the seed, which nobody asked for, doubles
 * as the mark by which a lost job is found again. Stateless.
 */
final class FalRequest {
  /** The field with the references. */
  static final String IMAGES = "image_urls";

  private static final Map<String, String> TIERS = Map.of("2K", "auto_2K", "4K", "auto_4K");

  private FalRequest() {}

  /**
   * @param references fit to be sent
   * @throws IOException when a reference cannot be looked at
   */
  static EngineBody body(String attemptId, ImageInput input, List<Reference> references)
      throws IOException {
    ObjectNode json = fields(attemptId, input);
    if (!references.isEmpty()) {
      ArrayNode images = json.putArray(IMAGES);
      for (int i = 0; i < references.size(); i++) {
        images.add(StreamedJson.dataUri(i, references.get(i)));
      }
    }
    return StreamedJson.of(json, references.stream().map(Reference::file).toList());
  }

  /** Everything but the references. Enum names of ratios do not fix the pixels, so none is sent. */
  static ObjectNode fields(String attemptId, ImageInput input) {
    ObjectNode json = UpstreamJson.MAPPER.createObjectNode();
    json.put("prompt", input.prompt());
    switch (input.size()) {
      case Size.Pixels(int width, int height) ->
          json.putObject("image_size").put("width", width).put("height", height);
      case Size.Tier tier -> json.put("image_size", tier(tier).orElse(tier.name()));
    }
    json.put("num_images", 1);
    json.put("max_images", 1);
    json.put("enable_safety_checker", input.safetyChecker());
    json.put("seed", seed(attemptId));
    return json;
  }

  /** fal's word for a tier; empty for one that it lacks. */
  static Optional<String> tier(Size.Tier tier) {
    return Optional.ofNullable(TIERS.get(tier.name()));
  }

  /** 31 bits that stand for the attempt: the first of the id's SHA-256. */
  static int seed(String attemptId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(attemptId.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getInt() & Integer.MAX_VALUE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }
}
