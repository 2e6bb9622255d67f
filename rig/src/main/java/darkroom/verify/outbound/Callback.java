package darkroom.verify.outbound;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One callback as it arrived.
 *
 * @param headers by lower-case name
 * @param body raw; never changed
 * @param nanos when its last byte was here, by {@link System#nanoTime}
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record Callback(int port, String path, Map<String, String> headers, byte[] body, long nanos) {
  private static final JsonMapper JSON = new JsonMapper();

  String id() {
    return header("webhook-id");
  }

  /** Empty when there is none. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  JsonNode json() {
    return JSON.readTree(body);
  }

  String taskId() {
    return json().path("task_id").asString("");
  }
}
