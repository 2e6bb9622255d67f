package darkroom.engine.poyo;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.engine.upstream.VendorText;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * An error in PoYo's shape and what it proves. The code decides whether anything is proven, the
 * type and the words which refusal it is. Immutable.
 *
 * @param type PoYo's word, such as {@code validation_error}; empty where there is none
 * @param message the vendor's own words, for our log alone
 */
record PoyoError(String type, String message) {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,60}");
  private static final Pattern MODERATION =
      Pattern.compile("moderat|content policy|sensitive|nsfw|prohibited");
  private static final Pattern REFERENCE =
      Pattern.compile("image_urls?\\b|reference image|input image");
  private static final Pattern SIZE = Pattern.compile("\\bsize\\b");
  private static final Pattern MODEL = Pattern.compile("(?i)\\bmodel\\b");
  private static final Pattern INPUT = Pattern.compile("accept this input|invalid (input|param)");

  /**
   * Reads the error of a refusal.
   *
   * @param code as the status or the envelope says it
   * @return empty when this is not PoYo's shape, whoever sent it
   */
  static Optional<PoyoError> of(JsonNode body, int code) {
    JsonNode error = body.path("error");
    if (error.isObject()) {
      var read =
          new PoyoError(
              UpstreamJson.text(error, "type").filter(t -> WORD.matcher(t).matches()).orElse(""),
              UpstreamJson.text(error, "message").orElse(""));
      return Optional.of(read).filter(e -> !(e.type().isEmpty() && e.message().isEmpty()));
    }
    JsonNode detail = body.path("detail");
    if (detail.isString()) {
      return Optional.of(new PoyoError("", detail.stringValue()));
    }
    if (detail.isArray() && !detail.isEmpty()) {
      return Optional.of(new PoyoError("", UpstreamJson.text(detail.path(0), "msg").orElse("")));
    }
    // a bare message is anybody's, unless the envelope's code stands beside it
    return UpstreamJson.text(body, "message")
        .filter(text -> PoyoAnswer.code(body).equals(Optional.of(code)))
        .map(text -> new PoyoError("", text));
  }

  /**
   * What it proves about a submit.
   *
   * @param prompt must not get into a log by way of the vendor's text
   * @param wait what the answer asked for
   */
  EngineResult judge(int code, String prompt, Optional<Duration> wait) {
    String detail = detail(code, prompt);
    return switch (code) {
      case 400, 413, 415, 422 -> new EngineResult.Refused(input(), detail);
      case 401, 402, 403, 404 -> new EngineResult.Refused(account(code), detail);
      case 429 -> new EngineResult.Refused(Refusal.BUSY, detail, wait);
      // 408, 409 and every 5xx: the task may be there all the same
      default -> new EngineResult.Unknown(detail);
    };
  }

  /** For the operator's log. */
  String detail(int code, String prompt) {
    return (code + " " + type).strip() + VendorText.shown(message, prompt);
  }

  /**
   * Why a task ended without a picture. Failed tasks cost nothing.
   *
   * @param message the task's {@code error_message}
   */
  static Refusal ofFailed(String message) {
    String words = message.toLowerCase(Locale.ROOT);
    if (MODERATION.matcher(words).find()) {
      return Refusal.CONTENT_POLICY;
    }
    if (REFERENCE.matcher(words).find()) {
      return Refusal.REFERENCE_UNREADABLE;
    }
    if (SIZE.matcher(words).find()) {
      return Refusal.SIZE_UNSUPPORTED;
    }
    return INPUT.matcher(words).find() ? Refusal.INVALID_INPUT : Refusal.FAILED;
  }

  private Refusal input() {
    if (isModeration()) {
      return Refusal.CONTENT_POLICY;
    }
    if (type.equals("file_format_error")) {
      return Refusal.REFERENCE_UNREADABLE;
    }
    if (message.contains("callback_url")) {
      // ours, and the same for every picture: the operator's matter
      return Refusal.ACCOUNT;
    }
    Refusal byWords = ofFailed(message);
    return byWords == Refusal.FAILED ? Refusal.INVALID_INPUT : byWords;
  }

  private Refusal account(int code) {
    if (isModeration()) {
      return Refusal.CONTENT_POLICY;
    }
    // a key may be good for some models alone
    boolean model = code == NOT_FOUND || (code == FORBIDDEN && MODEL.matcher(message).find());
    return model ? Refusal.MODEL : Refusal.ACCOUNT;
  }

  private boolean isModeration() {
    return type.startsWith("content_moderation");
  }
}
