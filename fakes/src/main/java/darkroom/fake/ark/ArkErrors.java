package darkroom.fake.ark;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.VendorErrors;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Ark's error object and its table of codes ("Error codes", ModelArk/1299023). Thread-safe. */
final class ArkErrors implements VendorErrors {
  /** Codes by status; a code with a suffix after a point has the status of its family. */
  private static final Map<Integer, String> TABLE =
      Map.of(
          400,
          """
          InvalidParameter MissingParameter InvalidImageURL SensitiveContentDetected
          InputTextSensitiveContentDetected InputTextRiskDetection
          InputImageSensitiveContentDetected InputImageRiskDetection
          OutputImageSensitiveContentDetected OutputImageRiskDetection
          ContentSecurityDetectionError InvalidEndpoint
          """,
          401,
          "AuthenticationError InvalidAccountStatus",
          403,
          "AccessDenied AccountOverdueError OperationDenied",
          404,
          "InvalidEndpointOrModel ModelNotOpen UnsupportedModel",
          429,
          """
          ModelAccountIpmRateLimitExceeded ModelAccountRpmRateLimitExceeded
          ModelAccountTpmRateLimitExceeded APIAccountRpmRateLimitExceeded
          AccountRateLimitExceeded RateLimitExceeded ServerOverloaded RequestBurstTooFast
          InflightBatchsizeExceeded QuotaExceeded SetLimitExceeded
          """,
          500,
          "InternalServiceError");

  private final AtomicLong requests = new AtomicLong();

  /** As Ark's {@code X-Request-Id}: it stands in the header and at the end of a message. */
  String newRequestId() {
    return "02176%025d".formatted(requests.incrementAndGet());
  }

  @Override
  public String json(int status, String code, String message) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.set("error", object(code, message).put("param", "").put("type", type(status)));
    return root.toString();
  }

  static ObjectNode object(String code, String message) {
    return Json.MAPPER.createObjectNode().put("code", code).put("message", message);
  }

  private static String type(int status) {
    return switch (status) {
      case 400 -> "BadRequest";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "NotFound";
      case 429 -> "TooManyRequests";
      default -> "InternalServerError";
    };
  }

  @Override
  public OptionalInt status(String code) {
    String family = code.split("\\.", 2)[0];
    return TABLE.entrySet().stream()
        .filter(row -> Stream.of(row.getValue().split("\\s+", -1)).anyMatch(family::equals))
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public String code(int status) {
    String codes = TABLE.getOrDefault(status, "InternalServiceError");
    return codes.split("\\s+", 2)[0];
  }
}
