package darkroom.fake.replicate;

import darkroom.fake.kit.ReferenceHeader;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What the schema of {@code bytedance/seedream-4.5} refuses, and two things that Replicate would
 * take but our client never sends: a reference by address, and fields that mean nothing in their
 * place. Stateless.
 */
final class ReplicateCheck {
  static final Set<String> RATIOS =
      Set.of("1:1", "4:3", "3:4", "16:9", "9:16", "3:2", "2:3", "21:9");

  private static final Set<String> FIELDS =
      Set.of("input", "stream", "webhook", "webhook_events_filter");
  private static final Set<String> EVENTS = Set.of("start", "output", "logs", "completed");
  private static final Set<String> INPUTS =
      Set.of(
          "prompt",
          "image_input",
          "size",
          "aspect_ratio",
          "width",
          "height",
          "sequential_image_generation",
          "max_images",
          "disable_safety_checker");
  private static final int MOST_PROMPT = 4_000;
  private static final int MOST_REFERENCES = 14;
  private static final Pattern HEAD = Pattern.compile("data:image/(jpeg|png|webp);base64,");

  private ReplicateCheck() {}

  /** The first broken rule. */
  static Optional<ReplicateProblem> broken(JsonNode body) {
    if (!body.isObject() || !body.path("input").isObject()) {
      return Optional.of(ReplicateProblem.input("input is required"));
    }
    JsonNode input = body.path("input");
    return unknown(body, FIELDS)
        .or(() -> unknown(input, INPUTS))
        .or(() -> webhook(body))
        .or(() -> prompt(input.path("prompt")))
        .or(() -> size(input))
        .or(() -> group(input))
        .or(() -> references(input.path("image_input")));
  }

  private static Optional<ReplicateProblem> unknown(JsonNode object, Set<String> known) {
    return object.propertyNames().stream()
        .filter(field -> !known.contains(field))
        .findFirst()
        .map(field -> ReplicateProblem.input(field + " is not a field"));
  }

  private static Optional<ReplicateProblem> webhook(JsonNode body) {
    String url = body.path("webhook").asString("");
    boolean web = url.startsWith("https://") || url.startsWith("http://127.0.0.1:");
    if (!body.path("webhook").isMissingNode() && !web) {
      return refused("webhook must be an HTTPS URL");
    }
    JsonNode events = body.path("webhook_events_filter");
    boolean known =
        events.isMissingNode()
            || (events.isArray()
                && events.values().stream().allMatch(event -> EVENTS.contains(event.asString(""))));
    return known ? Optional.empty() : refused("webhook_events_filter");
  }

  private static Optional<ReplicateProblem> prompt(JsonNode given) {
    if (!given.isString() || given.stringValue().isBlank()) {
      return refused("input.prompt is required");
    }
    String prompt = given.stringValue();
    return prompt.codePointCount(0, prompt.length()) > MOST_PROMPT
        ? refused("input.prompt must be at most 4000 characters")
        : Optional.empty();
  }

  private static Optional<ReplicateProblem> size(JsonNode input) {
    String size = input.path("size").asString("2K");
    if (!Set.of("2K", "4K", "custom").contains(size)) {
      return refused("input.size must be one of 2K, 4K, custom");
    }
    boolean custom = size.equals("custom");
    for (String side : Set.of("width", "height")) {
      JsonNode pixels = input.path(side);
      if (pixels.isMissingNode() != !custom) {
        return refused("input." + side + " belongs to a custom size, and only there");
      }
      if (custom && (!pixels.isInt() || pixels.intValue() < 1024 || pixels.intValue() > 4096)) {
        return refused("input." + side + " must be 1024 to 4096");
      }
    }
    String ratio = input.path("aspect_ratio").asString("match_input_image");
    return ratio.equals("match_input_image") || (RATIOS.contains(ratio) && !custom)
        ? Optional.empty()
        : refused("input.aspect_ratio");
  }

  private static Optional<ReplicateProblem> group(JsonNode input) {
    String mode = input.path("sequential_image_generation").asString("disabled");
    if (!Set.of("disabled", "auto").contains(mode)) {
      return refused("input.sequential_image_generation");
    }
    JsonNode most = input.path("max_images");
    boolean fine =
        most.isMissingNode()
            || (mode.equals("auto")
                && most.isInt()
                && most.intValue() >= 1
                && most.intValue() + input.path("image_input").size() <= 15);
    if (!fine) {
      return refused("input.max_images");
    }
    JsonNode unchecked = input.path("disable_safety_checker");
    return unchecked.isMissingNode() || unchecked.isBoolean()
        ? Optional.empty()
        : refused("input.disable_safety_checker");
  }

  private static Optional<ReplicateProblem> references(JsonNode images) {
    if (images.isMissingNode()) {
      return Optional.empty();
    }
    if (!images.isArray() || images.isEmpty() || images.size() > MOST_REFERENCES) {
      return refused("input.image_input must hold 1 to 14 images");
    }
    boolean fine = images.values().stream().allMatch(image -> isReadable(image.asString("")));
    return fine ? Optional.empty() : refused("input.image_input: no data URI of a picture");
  }

  private static boolean isReadable(String text) {
    // a pattern over 13 million letters would need a deep stack
    Matcher head = HEAD.matcher(text).region(0, Math.min(text.length(), 40));
    if (!head.lookingAt()) {
      return false;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text.substring(head.end()));
      return ReferenceHeader.of(bytes)
          .filter(header -> header.kind().equals(head.group(1)))
          .isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<ReplicateProblem> refused(String detail) {
    return Optional.of(ReplicateProblem.input(detail));
  }
}
