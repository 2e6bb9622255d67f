package darkroom.fake.poyo;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.VendorErrors;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** PoYo's envelope of an error and its types by status. Stateless. */
final class PoyoErrors implements VendorErrors {
  private static final Map<Integer, String> TABLE =
      Map.ofEntries(
          Map.entry(
              400,
              """
              validation_error invalid_request_error content_moderation_error
              content_too_long_error file_format_error
              """),
          Map.entry(401, "authentication_error"),
          Map.entry(402, "insufficient_credits_error"),
          Map.entry(403, "permission_denied_error"),
          Map.entry(404, "resource_not_found_error"),
          Map.entry(408, "timeout_error"),
          Map.entry(409, "invalid_request_error"),
          Map.entry(413, "content_too_long_error"),
          Map.entry(422, "validation_error"),
          Map.entry(429, "rate_limit_error"),
          Map.entry(500, "internal_error"),
          Map.entry(502, "upstream_error"),
          Map.entry(503, "service_error"));

  @Override
  public String json(int status, String code, String message) {
    ObjectNode root = Json.MAPPER.createObjectNode().put("code", status);
    root.putObject("error").put("message", message).put("type", code);
    return root.toString();
  }

  @Override
  public OptionalInt status(String code) {
    return TABLE.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(row -> Stream.of(row.getValue().split("\\s+", -1)).anyMatch(code::equals))
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public String code(int status) {
    return TABLE.getOrDefault(status, "internal_error").split("\\s+", 2)[0];
  }
}
