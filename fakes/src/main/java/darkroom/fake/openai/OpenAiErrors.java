package darkroom.fake.openai;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.VendorErrors;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/** The three shapes of errors in the family. Immutable. */
final class OpenAiErrors implements VendorErrors {
  private static final Map<String, Integer> STATUS =
      Map.of(
          "moderation_blocked", 400,
          "content_policy_violation", 400,
          "invalid_value", 400,
          "invalid_api_key", 401,
          "model_not_found", 404,
          "rate_limit_exceeded", 429,
          "insufficient_quota", 429,
          "billing_hard_limit_reached", 400,
          "server_error", 500);

  private final OpenAiDialect dialect;

  OpenAiErrors(OpenAiDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public String json(int status, String code, String message) {
    return json(new OpenAiProblem(status, code, "", message));
  }

  String json(OpenAiProblem problem) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    switch (dialect) {
      case OPENAI, TOGETHER -> object(root.putObject("error"), problem);
      case VLLM_OMNI -> vllm(root, problem);
      case LOCALAI ->
          root.putObject("error")
              .put("code", problem.status())
              .put("message", problem.message())
              .put("type", "");
      case SD_SERVER -> root.put("error", problem.message());
      case SGLANG -> detail(root, problem);
    }
    return root.toString();
  }

  private static void object(ObjectNode error, OpenAiProblem problem) {
    error.put("message", problem.message()).put("type", type(problem.status()));
    if (problem.param().isEmpty()) {
      error.putNull("param");
    } else {
      error.put("param", problem.param());
    }
    error.put("code", problem.code());
  }

  /** Its door, which looks at keys, is another's work than what lies behind it. */
  private static void vllm(ObjectNode root, OpenAiProblem problem) {
    if (problem.status() == 401) {
      root.put("error", "Unauthorized");
      return;
    }
    root.putObject("error")
        .put("message", problem.message())
        .put("type", type(problem.status()))
        .putNull("param")
        .put("code", problem.status());
  }

  /** A list where a field is wrong, else a sentence. */
  private static void detail(ObjectNode root, OpenAiProblem problem) {
    if (problem.status() != 422) {
      root.put("detail", problem.message());
      return;
    }
    ObjectNode first = root.putArray("detail").addObject();
    first.putArray("loc").add("body").add(problem.param());
    first.put("msg", problem.message()).put("type", "value_error");
  }

  private static String type(int status) {
    return switch (status) {
      case 429 -> "requests";
      case 500, 503 -> "server_error";
      default -> "invalid_request_error";
    };
  }

  @Override
  public OptionalInt status(String code) {
    Integer status = STATUS.get(code);
    return status == null ? OptionalInt.empty() : OptionalInt.of(status);
  }

  @Override
  public String code(int status) {
    return switch (status) {
      case 400, 413, 415, 422 -> "invalid_value";
      case 401 -> "invalid_api_key";
      case 403 -> "access_denied";
      case 404 -> "model_not_found";
      case 429 -> "rate_limit_exceeded";
      default -> "server_error";
    };
  }
}
