package darkroom.fake.sdserver;

import darkroom.fake.kit.ReferenceHeader;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the server refuses in a job, and what its documents forbid. Stateless. */
final class SdServerCheck {
  static final int LEAST_SIDE = 64;
  static final int MOST_SIDE = 4_096;

  private static final int MOST_BATCH = 8;
  private static final Set<String> FIELDS =
      Set.copyOf(
          List.of(
              """
              prompt negative_prompt clip_skip width height strength seed batch_count
              auto_resize_ref_image increase_ref_index control_strength ip_adapter_strength
              embed_image_metadata init_image ref_images mask_image control_image ip_adapter_image
              sample_params lora hires vae_tiling_params cache_mode cache_option scm_mask
              scm_policy_dynamic output_format output_compression
              """
                  .strip()
                  .split("\\s+", -1)));

  private SdServerCheck() {}

  /** The first broken rule. */
  static Optional<String> broken(JsonNode job) {
    for (String field : job.propertyNames()) {
      if (!FIELDS.contains(field)) {
        return Optional.of("unknown field: " + field);
      }
    }
    if (!job.path("prompt").isString() || job.path("prompt").stringValue().isBlank()) {
      return Optional.of("prompt required");
    }
    if (job.path("prompt").stringValue().contains("sd_cpp_extra_args")) {
      return Optional.of("sd_cpp_extra_args is not for this API");
    }
    for (String side : List.of("width", "height")) {
      JsonNode pixels = job.path(side);
      if (!pixels.isInt()
          || pixels.intValue() < LEAST_SIDE
          || pixels.intValue() > MOST_SIDE
          || pixels.intValue() % 16 != 0) {
        return Optional.of("invalid generation parameters: " + side);
      }
    }
    int batch = job.path("batch_count").asInt(1);
    if (batch < 1 || batch > MOST_BATCH) {
      return Optional.of("invalid generation parameters: batch_count");
    }
    if (!Set.of("png", "jpeg").contains(job.path("output_format").asString("png"))) {
      return Optional.of("output_format");
    }
    Stream<JsonNode> images =
        Stream.concat(
            job.path("ref_images").values().stream(),
            Stream.of(job.path("init_image")).filter(JsonNode::isString));
    return images.map(image -> image(image.asString(""))).flatMap(Optional::stream).findFirst();
  }

  /** Bare base64 or a data URI, of what its decoder reads; never an address. */
  private static Optional<String> image(String text) {
    String base64 = text.startsWith("data:") ? text.substring(text.indexOf(',') + 1) : text;
    try {
      boolean readable =
          ReferenceHeader.of(Base64.getDecoder().decode(base64))
              .filter(header -> Set.of("jpeg", "png").contains(header.kind()))
              .isPresent();
      return readable ? Optional.empty() : Optional.of("unreadable image");
    } catch (IllegalArgumentException e) {
      return Optional.of("image is no base64");
    }
  }
}
