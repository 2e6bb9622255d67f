package darkroom.fake.replicate;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.VendorErrors;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replicate's errors: a title, a detail and the status again (RFC 7807 without its type). There are
 * no codes; a code here is a title.
 */
final class ReplicateErrors implements VendorErrors {
  private static final String THROTTLED = "Throttled";
  private static final Map<Integer, String> TITLES =
      Map.of(
          400, "BadRequest",
          401, "Unauthenticated",
          402, "InsufficientCredit",
          403, "Forbidden",
          404, "NotFound",
          413, "RequestTooLarge",
          415, "UnsupportedMediaType",
          422, "InvalidInput",
          429, THROTTLED,
          500, "InternalServerError");

  @Override
  public String json(int status, String code, String message) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    if (code.equals(THROTTLED)) {
      json.put("detail", "Request was throttled. Expected available in 1 second.");
    } else {
      json.put("title", code).put("detail", message);
    }
    return json.put("status", status).toString();
  }

  @Override
  public OptionalInt status(String code) {
    return TITLES.entrySet().stream()
        .filter(row -> row.getValue().equals(code))
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public String code(int status) {
    return TITLES.getOrDefault(status, "InternalServerError");
  }
}
