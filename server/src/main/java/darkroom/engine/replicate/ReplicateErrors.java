package darkroom.engine.replicate;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.engine.upstream.VendorText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What Replicate's errors prove. They have no codes of their own, so the status decides, and within
 * it the vendor's words; whatever is not known to mean that nothing was started is an unknown
 * outcome. Stateless.
 */
final class ReplicateErrors {
  private static final int TOO_MANY = 429;

  /** As in "Request was throttled. Expected available in 1 second." */
  private static final Pattern THROTTLED = Pattern.compile("available in (\\d{1,6}) second");

  /** Our own switch, which a version of the model may not know: no word about any content. */
  private static final String SWITCH = "disable_safety_checker";

  /** Words by which a refusal is recognised, in lower case; the first row that fits counts. */
  private static final List<Map.Entry<Refusal, Pattern>> WORDS =
      List.of(
          Map.entry(
              Refusal.CONTENT_POLICY,
              Pattern.compile(
                  "\\be005\\b|sensitive|nsfw|moderat|content policy|riskdetection|prohibited"
                      + "|safety (?:system|filter|policy|policies|guideline|violation)")),
          Map.entry(
              Refusal.SIZE_UNSUPPORTED,
              Pattern.compile(
                  "image size must be|specified size is not"
                      + "|input\\.size|input\\.width|input\\.height|input\\.aspect_ratio")),
          Map.entry(
              Refusal.REFERENCE_UNREADABLE,
              Pattern.compile("image_input|oversizeimage|invalidimageurl|cannot identify image")));

  private ReplicateErrors() {}

  /**
   * Judges an error in answer to a submit, of the shape {@code {title, detail, status}}.
   *
   * @param prompt must not get into a log by way of the vendor's text
   * @param wait what the answer's header asked for
   */
  static EngineResult judge(int status, JsonNode body, String prompt, Optional<Duration> wait) {
    if (!isOne(body)) {
      return new EngineResult.Unknown("status " + status + " without a detail");
    }
    String message = message(body);
    String detail = status + VendorText.shown(message, prompt);
    return switch (status) {
      case 400, 422 ->
          new EngineResult.Refused(byWords(message, prompt).orElse(Refusal.INVALID_INPUT), detail);
      case 401, 402, 403 -> new EngineResult.Refused(Refusal.ACCOUNT, detail);
      // the address names the model
      case 404 -> new EngineResult.Refused(Refusal.MODEL, detail);
      // only references make a request large
      case 413 -> new EngineResult.Refused(Refusal.REFERENCE_UNREADABLE, detail);
      case 415 -> new EngineResult.Refused(Refusal.INVALID_INPUT, detail);
      case TOO_MANY ->
          new EngineResult.Refused(Refusal.BUSY, detail, wait.or(() -> throttled(message)));
      case 408, 409 -> new EngineResult.Unknown(detail);
      default ->
          status >= 400 && status < 500
              ? new EngineResult.Refused(Refusal.FAILED, detail)
              : new EngineResult.Unknown(detail);
    };
  }

  /** Judges what a prediction says that failed. */
  static EngineResult failed(String error, String prompt) {
    String detail = "failed" + VendorText.shown(error, prompt);
    return new EngineResult.Refused(byWords(error, prompt).orElse(Refusal.FAILED), detail);
  }

  /** Whether this is an error as Replicate writes them, and not a proxy's. */
  static boolean isOne(JsonNode body) {
    return UpstreamJson.text(body, "detail").isPresent()
        || UpstreamJson.text(body, "title").isPresent();
  }

  private static String message(JsonNode body) {
    return Stream.of("title", "detail")
        .flatMap(field -> UpstreamJson.text(body, field).stream())
        .collect(Collectors.joining(", "));
  }

  /**
   * The prompt's own words, which a text may repeat, say nothing; a single one may as well be the
   * vendor's.
   */
  private static Optional<Refusal> byWords(String message, String prompt) {
    String words = prompt.strip().toLowerCase(Locale.ROOT);
    String lower = message.toLowerCase(Locale.ROOT).replace(SWITCH, " ");
    String theirs = words.contains(" ") ? lower.replace(words, " ") : lower;
    return WORDS.stream()
        .filter(row -> row.getValue().matcher(theirs).find())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Optional<Duration> throttled(String message) {
    Matcher words = THROTTLED.matcher(message);
    return words.find()
        ? Optional.of(Duration.ofSeconds(Math.max(1, Long.parseLong(words.group(1)))))
        : Optional.empty();
  }
}
