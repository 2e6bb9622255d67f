package darkroom.fake.ark;

import darkroom.fake.kit.Pixels;
import darkroom.fake.kit.ReferenceHeader;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What Ark refuses in reference images. Stateless. */
final class ArkReferences {
  private static final int MOST_BYTES = 10_000_000;
  private static final long MOST_AREA = 36_000_000;
  private static final int ABOVE_SIDE = 14;
  private static final Pattern HEAD =
      Pattern.compile("data:image/(jpeg|png|webp|bmp|tiff|gif);base64,");

  private ArkReferences() {}

  static Optional<ArkProblem> broken(JsonNode given, ArkModel model) {
    if (given.isMissingNode()) {
      return Optional.empty();
    }
    if (given.isArray() && (given.isEmpty() || given.size() > model.mostReferences())) {
      return Optional.of(ArkProblem.parameter("image: 1.." + model.mostReferences()));
    }
    Stream<JsonNode> images = given.isArray() ? given.values().stream() : Stream.of(given);
    return images.map(image -> image(image.asString(""))).flatMap(Optional::stream).findFirst();
  }

  private static Optional<ArkProblem> image(String text) {
    // a pattern over 13 million letters would need a deep stack
    Matcher head = HEAD.matcher(text).region(0, Math.min(text.length(), 40));
    if (!head.lookingAt()) {
      return format("no data URI in lower case");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.substring(head.end()));
    } catch (IllegalArgumentException e) {
      return format("no base64");
    }
    if (bytes.length > MOST_BYTES) {
      String message = "image bytes exceed the limit of " + MOST_BYTES;
      return Optional.of(new ArkProblem(400, "InvalidParameter.OversizeImage", message));
    }
    Optional<ReferenceHeader> header = ReferenceHeader.of(bytes);
    if (header.isEmpty() || !header.get().kind().equals(head.group(1))) {
      return format("unreadable, or of another kind");
    }
    Pixels size = header.get().size();
    boolean fine =
        size.area() <= MOST_AREA
            && Math.min(size.width(), size.height()) > ABOVE_SIDE
            && size.width() <= 16L * size.height()
            && size.height() <= 16L * size.width();
    return fine ? Optional.empty() : Optional.of(ArkProblem.parameter("image pixels"));
  }

  private static Optional<ArkProblem> format(String message) {
    return Optional.of(new ArkProblem(400, "InvalidImageURL.InvalidFormat", message));
  }
}
