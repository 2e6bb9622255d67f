package darkroom.fake.fal;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.Pixels;
import darkroom.fake.kit.ReferenceHeader;
import darkroom.fake.wire.Asked;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What fal refuses in a submit, as its documents state it, and what it would take but a good client
 * never sends: a wish for retries, media kept for ever, the address of a reference. Stateless.
 */
final class FalCheck {
  /** The sizes that have a name. */
  private static final Set<String> SIZES =
      Set.of(
          "square_hd",
          "square",
          "portrait_4_3",
          "portrait_16_9",
          "landscape_4_3",
          "landscape_16_9",
          "auto_2K",
          "auto_4K");

  private static final Set<String> FIELDS =
      Set.of(
          "prompt",
          "image_size",
          "num_images",
          "max_images",
          "enable_safety_checker",
          "seed",
          "sync_mode");
  private static final Set<String> HEADERS =
      Set.of(
          "x-fal-no-retry",
          "x-fal-object-lifecycle-preference",
          "x-fal-queue-priority",
          "x-fal-request-timeout",
          "x-fal-runner-hint");
  private static final long LEAST_AREA = 3_686_400;
  private static final long MOST_AREA = 16_777_216;
  private static final int MOST_REFERENCES = 10;
  private static final int MOST_BODY = 64 << 20;
  private static final Pattern DATA = Pattern.compile("data:image/(jpeg|png|webp|gif);base64,");

  private FalCheck() {}

  /** The first broken rule about the request around its body. */
  static Optional<FalProblem> frame(Asked asked) {
    var headers = asked.headers();
    for (String name : headers.keySet()) {
      if (name.startsWith("x-fal-") && !HEADERS.contains(name)) {
        return frame("header " + name);
      }
    }
    if (!headers.getOrDefault("content-type", "").startsWith("application/json")) {
      return frame("content type");
    }
    if (!Set.of("1", "true", "yes").contains(headers.getOrDefault("x-fal-no-retry", ""))) {
      return frame("X-Fal-No-Retry must be 1 here");
    }
    if (!expires(headers.getOrDefault("x-fal-object-lifecycle-preference", ""))) {
      return frame("X-Fal-Object-Lifecycle-Preference must name a duration here");
    }
    return asked.body().length > MOST_BODY ? frame("body") : Optional.empty();
  }

  /**
   * @param url of the callback, decoded; empty for none
   */
  static Optional<FalProblem> hook(String url) {
    try {
      String scheme = url.isEmpty() ? "https" : String.valueOf(new URI(url).getScheme());
      return scheme.startsWith("http") ? Optional.empty() : frame("fal_webhook");
    } catch (URISyntaxException e) {
      return frame("fal_webhook");
    }
  }

  private static Optional<FalProblem> frame(String message) {
    return Optional.of(new FalProblem(400, "bad_request", message));
  }

  private static boolean expires(String preference) {
    try {
      JsonNode seconds = Json.MAPPER.readTree(preference).path("expiration_duration_seconds");
      return seconds.isIntegralNumber() && seconds.asLong() > 0;
    } catch (JacksonException e) {
      return false;
    }
  }

  /** The first broken rule in an input. */
  static Optional<FalProblem> input(JsonNode body, boolean edit) {
    for (String field : body.propertyNames()) {
      if (!FIELDS.contains(field) && !(edit && field.equals("image_urls"))) {
        return Optional.of(FalProblem.input("extra_forbidden@" + field, "not permitted"));
      }
    }
    if (body.path("prompt").asString("").isBlank()) {
      return Optional.of(FalProblem.input("missing@prompt", "Field required"));
    }
    return number(body, "num_images", 1, 6)
        .or(() -> number(body, "max_images", 1, 6))
        .or(() -> number(body, "seed", 0, Integer.MAX_VALUE))
        .or(() -> flag(body, "enable_safety_checker"))
        .or(() -> flag(body, "sync_mode"))
        .or(() -> size(body.path("image_size")))
        .or(() -> edit ? references(body.path("image_urls")) : Optional.empty());
  }

  private static Optional<FalProblem> number(JsonNode body, String field, long min, long max) {
    JsonNode value = body.path(field);
    boolean fine =
        value.isMissingNode()
            || (value.isIntegralNumber() && value.asLong() >= min && value.asLong() <= max);
    return fine
        ? Optional.empty()
        : Optional.of(FalProblem.input("less_than_equal@" + field, min + ".." + max));
  }

  private static Optional<FalProblem> flag(JsonNode body, String field) {
    JsonNode value = body.path(field);
    return value.isMissingNode() || value.isBoolean()
        ? Optional.empty()
        : Optional.of(FalProblem.input("bool_type@" + field, "a boolean"));
  }

  private static Optional<FalProblem> size(JsonNode size) {
    if (size.isMissingNode() || SIZES.contains(size.asString(""))) {
      return Optional.empty();
    }
    long width = size.path("width").asLong(0);
    long height = size.path("height").asLong(0);
    boolean fine =
        size.isObject()
            && size.size() == 2
            && width * height >= LEAST_AREA
            && width * height <= MOST_AREA
            && width <= 16 * height
            && height <= 16 * width;
    return fine
        ? Optional.empty()
        : Optional.of(FalProblem.input("value_error@image_size", "image_size"));
  }

  private static Optional<FalProblem> references(JsonNode urls) {
    if (!urls.isArray() || urls.isEmpty() || urls.size() > MOST_REFERENCES) {
      return Optional.of(FalProblem.input("too_long@image_urls", "1.." + MOST_REFERENCES));
    }
    return urls.values().stream()
        .map(url -> reference(url.asString("")))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<FalProblem> reference(String text) {
    // a pattern over millions of letters would need a deep stack
    Matcher head = DATA.matcher(text).region(0, Math.min(text.length(), 40));
    if (!head.lookingAt()) {
      return Optional.of(FalProblem.input("file_download_error@image_urls", "no data URI"));
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text.substring(head.end()));
      boolean fine =
          ReferenceHeader.of(bytes).filter(found -> found.kind().equals(head.group(1))).isPresent();
      return fine
          ? Optional.empty()
          : Optional.of(FalProblem.input("image_load_error@image_urls", "no such picture"));
    } catch (IllegalArgumentException e) {
      return Optional.of(FalProblem.input("image_load_error@image_urls", "no base64"));
    }
  }

  /** The pixels that a good {@code image_size} comes to. */
  static Pixels pixels(JsonNode size) {
    if (size.isObject()) {
      return new Pixels(size.path("width").asInt(), size.path("height").asInt());
    }
    return switch (size.asString("auto_2K")) {
      case "auto_4K" -> Pixels.of("4K");
      case "square_hd", "square" -> new Pixels(2048, 2048);
      case "portrait_4_3" -> new Pixels(1728, 2304);
      case "portrait_16_9" -> new Pixels(1600, 2848);
      case "landscape_4_3" -> new Pixels(2304, 1728);
      case "landscape_16_9" -> new Pixels(2848, 1600);
      default -> Pixels.of("2K");
    };
  }
}
