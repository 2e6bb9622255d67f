package darkroom.engine.ark;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.engine.upstream.VendorText;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What Ark's errors prove. The vendor's code decides first, then the status; whatever is not known
 * to mean that nothing is billed is an unknown outcome. Stateless.
 */
final class ArkErrors {
  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final String FAILED_THERE = "InternalServiceError";
  private static final Duration QUOTA_WAIT = Duration.ofMinutes(1);
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  /** By the part of a code before its first dot. */
  private static final Map<String, Refusal> FAMILIES =
      Map.ofEntries(
          Map.entry("MissingParameter", Refusal.INVALID_INPUT),
          Map.entry("InvalidParameter", Refusal.INVALID_INPUT),
          Map.entry("InvalidImageURL", Refusal.INVALID_INPUT),
          Map.entry("SensitiveContentDetected", Refusal.CONTENT_POLICY),
          Map.entry("InputTextSensitiveContentDetected", Refusal.CONTENT_POLICY),
          Map.entry("InputTextRiskDetection", Refusal.CONTENT_POLICY),
          Map.entry("InputImageSensitiveContentDetected", Refusal.CONTENT_POLICY),
          Map.entry("InputImageRiskDetection", Refusal.CONTENT_POLICY),
          Map.entry("OutputImageSensitiveContentDetected", Refusal.CONTENT_POLICY),
          Map.entry("OutputImageRiskDetection", Refusal.CONTENT_POLICY),
          Map.entry("ContentSecurityDetectionError", Refusal.FAILED),
          Map.entry("InvalidEndpoint", Refusal.ACCOUNT),
          Map.entry("AuthenticationError", Refusal.ACCOUNT),
          Map.entry("InvalidAccountStatus", Refusal.ACCOUNT),
          Map.entry("AccessDenied", Refusal.ACCOUNT),
          Map.entry("AccountOverdueError", Refusal.ACCOUNT),
          Map.entry("OperationDenied", Refusal.ACCOUNT),
          Map.entry("InvalidEndpointOrModel", Refusal.MODEL),
          Map.entry("ModelNotOpen", Refusal.MODEL),
          Map.entry("UnsupportedModel", Refusal.MODEL),
          Map.entry(FAILED_THERE, Refusal.FAILED));

  private ArkErrors() {}

  /**
   * Judges an error object of Ark's own shape.
   *
   * @param status of the answer; 200 when the error stood inside an answer that came whole
   * @param prompt must not get into a log by way of the vendor's text
   * @param wait what the answer asked for
   */
  static EngineResult judge(int status, JsonNode error, String prompt, Optional<Duration> wait) {
    Optional<String> code = UpstreamJson.text(error, "code").filter(c -> CODE.matcher(c).matches());
    if (code.isEmpty()) {
      return new EngineResult.Unknown("status " + status + " without a code");
    }
    String message = UpstreamJson.text(error, "message").orElse("");
    String detail = status + " " + code.get() + VendorText.shown(message, prompt);
    if (!isProof(status, code.get())) {
      return new EngineResult.Unknown(detail);
    }
    if (status == TOO_MANY) {
      return new EngineResult.Refused(Refusal.BUSY, detail, patience(code.get(), wait));
    }
    return new EngineResult.Refused(refusal(status, code.get(), message), detail);
  }

  /** Whether such an answer says for certain that nothing was started, or ended unbilled. */
  private static boolean isProof(int status, String code) {
    return switch (status) {
      case OK -> true;
      case 408, 409 -> false;
      case 500 -> code.equals(FAILED_THERE);
      default -> status >= 400 && status < 500;
    };
  }

  private static Refusal refusal(int status, String code, String message) {
    Refusal known = FAMILIES.get(code.split("\\.", 2)[0]);
    if (known == Refusal.INVALID_INPUT) {
      return input(code, message);
    }
    if (known != null) {
      return known;
    }
    return switch (status) {
      case 401, 402, 403 -> Refusal.ACCOUNT;
      case 404 -> Refusal.MODEL;
      case 400, 413, 415, 422 -> Refusal.INVALID_INPUT;
      // an error within 200: the picture failed there, and only pictures are billed
      default -> Refusal.FAILED;
    };
  }

  private static Refusal input(String code, String message) {
    if (code.equals("InvalidParameter.OversizeImage")
        || message.contains("Timeout while downloading url")) {
      return Refusal.REFERENCE_UNREADABLE;
    }
    boolean size =
        message.contains("image size must be") || message.contains("specified size is not");
    return size ? Refusal.SIZE_UNSUPPORTED : Refusal.INVALID_INPUT;
  }

  /** A used-up quota does not come back within seconds. */
  private static Optional<Duration> patience(String code, Optional<Duration> asked) {
    boolean quota = code.startsWith("QuotaExceeded") || code.startsWith("SetLimitExceeded");
    return quota
        ? asked.filter(wait -> wait.compareTo(QUOTA_WAIT) > 0).or(() -> Optional.of(QUOTA_WAIT))
        : asked;
  }
}
