package darkroom.engine.ark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import tools.jackson.databind.JsonNode;

/** What Ark refuses, as its documents state it. Stateless. */
final class FakeArkCheck {
  static final Set<String> MODELS = Set.of("seedream-4-5-251128", "doubao-seedream-4-5-251128");

  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "prompt",
          "image",
          "size",
          "sequential_image_generation",
          "stream",
          "response_format",
          "watermark",
          "optimize_prompt_options");
  private static final Pattern PIXELS = Pattern.compile("([1-9][0-9]*)x([1-9][0-9]*)");
  private static final Pattern URI =
      Pattern.compile("data:image/(jpeg|png|webp|gif);base64,([A-Za-z0-9+/]+={0,2})");

  private FakeArkCheck() {}

  /** The first broken rule, as a vendor's code and message parted by a colon. */
  static Optional<String> broken(JsonNode body) {
    for (String field : body.propertyNames()) {
      if (!FIELDS.contains(field)) {
        return Optional.of("InvalidParameter.UnsupportedParameter: " + field);
      }
    }
    if (body.path("prompt").asString("").isBlank()) {
      return Optional.of("MissingParameter.prompt: prompt");
    }
    if (!MODELS.contains(body.path("model").asString(""))) {
      return Optional.of("InvalidEndpointOrModel.NotFound: no such model");
    }
    if (!body.path("watermark").isBoolean() || body.path("watermark").booleanValue()) {
      return Optional.of("InvalidParameter: watermark must be false here");
    }
    if (!body.path("sequential_image_generation").asString("").equals("disabled")
        || !body.path("response_format").asString("").equals("url")
        || !body.path("stream").isBoolean()) {
      return Optional.of("InvalidParameter: mode, format or stream");
    }
    if (body.has("optimize_prompt_options")
        && !body.path("optimize_prompt_options").path("mode").asString("").equals("standard")) {
      return Optional.of("InvalidParameter: only standard");
    }
    return size(body.path("size").asString("")).or(() -> images(body.path("image")));
  }

  private static Optional<String> size(String size) {
    if (size.equals("2K") || size.equals("4K")) {
      return Optional.empty();
    }
    Matcher matcher = PIXELS.matcher(size);
    if (!matcher.matches()) {
      return Optional.of("InvalidParameter: size");
    }
    long width = Long.parseLong(matcher.group(1));
    long height = Long.parseLong(matcher.group(2));
    if (width * height < 3_686_400) {
      return Optional.of("InvalidParameter: image size must be at least 3686400 pixels");
    }
    return width * height > 16_777_216 || width > 16 * height || height > 16 * width
        ? Optional.of("InvalidParameter: the specified size is not supported for model seedream")
        : Optional.empty();
  }

  private static Optional<String> images(JsonNode images) {
    if (images.isMissingNode()) {
      return Optional.empty();
    }
    if (!images.isArray() || images.isEmpty() || images.size() > 14) {
      return Optional.of("InvalidParameter: image");
    }
    return images.values().stream()
        .map(image -> image(image.asString("")))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> image(String text) {
    Matcher matcher = URI.matcher(text);
    if (!matcher.matches()) {
      return Optional.of("InvalidImageURL.InvalidFormat: no data URI");
    }
    byte[] bytes = Base64.getDecoder().decode(matcher.group(2));
    if (bytes.length > 10_000_000) {
      return Optional.of("InvalidParameter.OversizeImage: more than 10 MB");
    }
    try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      ImageReader reader = ImageIO.getImageReaders(in).next();
      reader.setInput(in);
      long width = reader.getWidth(0);
      long height = reader.getHeight(0);
      boolean fine =
          reader.getFormatName().equalsIgnoreCase(matcher.group(1))
              && width * height <= 36_000_000
              && Math.min(width, height) > 14
              && width <= 16 * height
              && height <= 16 * width;
      reader.dispose();
      return fine ? Optional.empty() : Optional.of("InvalidParameter: image pixels or kind");
    } catch (IOException e) {
      return Optional.of("InvalidImageURL.InvalidFormat: unreadable");
    }
  }
}
