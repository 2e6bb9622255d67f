package darkroom.engine.openai;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.engine.upstream.VendorText;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a server's errors prove. Its code decides first, then the status; whatever is not known to
 * mean that nothing is billed is an unknown outcome. Immutable.
 */
final class OpenAiErrors {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private static final Map<String, Refusal> KNOWN =
      Map.of(
          "moderation_blocked", Refusal.CONTENT_POLICY,
          "content_policy_violation", Refusal.CONTENT_POLICY,
          "invalid_value", Refusal.INVALID_INPUT,
          "rate_limit_exceeded", Refusal.BUSY,
          "insufficient_quota", Refusal.ACCOUNT,
          "billing_hard_limit_reached", Refusal.ACCOUNT,
          "invalid_api_key", Refusal.ACCOUNT,
          "model_not_found", Refusal.MODEL,
          "invalid_image_file", Refusal.REFERENCE_UNREADABLE);

  private final ErrorStyle style;
  private final boolean paid;
  private final Map<String, Refusal> codes;

  /**
   * @param more what the operator knows of codes, before what we know
   */
  OpenAiErrors(ErrorStyle style, boolean paid, Map<String, Refusal> more) {
    this.style = style;
    this.paid = paid;
    var all = new HashMap<>(KNOWN);
    all.putAll(more);
    this.codes = Map.copyOf(all);
  }

  /** An error as far as it has this server's shape. */
  private record Said(String code, String param, String message) {}

  /**
   * @param status of the answer, not 2xx
   * @param prompt must not get into a log by way of the server's text
   * @param wait what the answer asked for
   */
  EngineResult judge(int status, byte[] body, String prompt, Optional<Duration> wait) {
    Optional<Said> said = UpstreamJson.object(body).flatMap(this::read);
    if (said.isEmpty()) {
      return new EngineResult.Unknown("status " + status + ", not the server's own error");
    }
    Said error = said.get();
    String detail =
        status
            + (error.code.isEmpty() ? "" : " " + error.code)
            + VendorText.shown(error.message, prompt);
    Optional<Refusal> refusal = refusal(status, error);
    if (refusal.isEmpty()) {
      return new EngineResult.Unknown(detail);
    }
    return new EngineResult.Refused(
        refusal.get(), detail, refusal.get() == Refusal.BUSY ? wait : Optional.empty());
  }

  /**
   * In the server's own shape. A server of the operator is several programs in one, each with a
   * shape of its own, and nobody bills for what is misunderstood: there any shape counts.
   */
  private Optional<Said> read(JsonNode body) {
    Optional<Said> own = read(style, body);
    return paid || own.isPresent()
        ? own
        : Arrays.stream(ErrorStyle.values()).flatMap(any -> read(any, body).stream()).findFirst();
  }

  private static Optional<Said> read(ErrorStyle style, JsonNode body) {
    return switch (style) {
      case OBJECT ->
          Optional.of(body.path("error"))
              .filter(JsonNode::isObject)
              .map(error ->
                  new Said(
                      UpstreamJson.text(error, "code")
                          .filter(code -> CODE.matcher(code).matches())
                          .orElse(""),
                      UpstreamJson.text(error, "param").orElse(""),
                      UpstreamJson.text(error, "message").orElse("")));
      case STRING -> UpstreamJson.text(body, "error").map(text -> new Said("", "", text));
      case DETAIL ->
          Optional.of(body.path("detail"))
              .filter(detail -> detail.isString() || detail.isArray())
              .map(detail -> new Said("", "", detail(detail)));
    };
  }

  /** Of a list the first sentence: the rest repeats the request. */
  private static String detail(JsonNode detail) {
    return detail.isString() ? detail.stringValue() : detail.path(0).path("msg").asString("");
  }

  /** Empty when nothing is proven. */
  private Optional<Refusal> refusal(int status, Said error) {
    Optional<Refusal> known = Optional.ofNullable(codes.get(error.code));
    return switch (status) {
      case 400, 413, 415, 422 ->
          known
              .or(() -> Optional.of(Refusal.INVALID_INPUT))
              .map(refusal -> refusal == Refusal.INVALID_INPUT ? input(error) : refusal);
      case 401, 402, 403 -> known.or(() -> Optional.of(Refusal.ACCOUNT));
      case 404 -> known.or(() -> Optional.of(Refusal.MODEL));
      case 429 -> known.or(() -> Optional.of(Refusal.BUSY));
      case 408, 409 -> Optional.empty();
      // its own word that it ended there, and nobody bills for it
      case 500 -> paid ? failed(known) : Optional.of(Refusal.FAILED);
      case 503 -> paid ? failed(known) : Optional.of(Refusal.BUSY);
      default -> status >= 500 ? failed(known) : Optional.empty();
    };
  }

  /** Only where the operator says that such a code is not billed. */
  private static Optional<Refusal> failed(Optional<Refusal> known) {
    return known.filter(refusal -> refusal == Refusal.FAILED);
  }

  private static Refusal input(Said error) {
    boolean size =
        error.param.equals("size")
            || error.param.equals("width")
            || error.param.equals("height")
            || error.message.startsWith("Invalid size");
    return size ? Refusal.SIZE_UNSUPPORTED : Refusal.INVALID_INPUT;
  }
}
