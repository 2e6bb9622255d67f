package darkroom.fake.fal;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.VendorErrors;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * fal's two shapes of an error and their types (pages "Errors" and "Request error types"). A type
 * may carry the field that it is about, as in {@code less_than@image_size}. Stateless.
 */
final class FalErrors implements VendorErrors {
  /** Of the platform: a sentence and a type. */
  private static final Map<String, Integer> PLATFORM =
      new TreeMap<>(
          Map.of(
              "request_timeout", 504,
              "startup_timeout", 504,
              "runner_scheduling_failure", 503,
              "runner_connection_timeout", 503,
              "runner_disconnected", 503,
              "runner_server_error", 500,
              "client_disconnected", 499,
              "client_cancelled", 499,
              "bad_request", 400,
              "internal_error", 500));

  /** Of the model where it is not 422: a list of entries. */
  private static final Map<String, Integer> MODEL =
      Map.of(
          "internal_server_error", 500,
          "downstream_service_unavailable", 500,
          "generation_timeout", 504,
          "downstream_service_error", 400);

  private static final Map<Integer, String> USUAL =
      Map.of(422, "value_error", 500, "internal_error", 503, "runner_disconnected");

  /** Statuses that the platform gives without a type. */
  private static final Set<String> SENTENCES = Set.of("", "400", "401", "403", "404", "429");

  static boolean isPlatforms(String type) {
    return PLATFORM.containsKey(type) || SENTENCES.contains(type);
  }

  @Override
  public String json(int status, String code, String message) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    if (isPlatforms(code)) {
      root.put("detail", message);
      if (PLATFORM.containsKey(code)) {
        root.put("error_type", code);
      }
      return root.toString();
    }
    String[] parts = code.split("@", 2);
    ObjectNode entry = root.putArray("detail").addObject();
    entry.putArray("loc").add("body").add(parts.length > 1 ? parts[1] : "prompt");
    entry.put("msg", message);
    entry.put("type", parts[0]);
    entry.put("url", "https://docs.fal.ai/errors#" + parts[0]);
    return root.toString();
  }

  @Override
  public OptionalInt status(String code) {
    int otherwise = SENTENCES.contains(code) ? 400 : MODEL.getOrDefault(code, 422);
    return OptionalInt.of(PLATFORM.getOrDefault(code, otherwise));
  }

  @Override
  public String code(int status) {
    return USUAL.getOrDefault(status, "");
  }
}
