package darkroom;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer as it came over the wire. */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record Reply(int status, HttpHeaders headers, byte[] body) {
  private static final JsonMapper MAPPER = new JsonMapper();

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  JsonNode json() {
    return MAPPER.readTree(text());
  }

  /** What stands under {@code data}. */
  JsonNode data() {
    return json().path("data");
  }

  /** The value of a header, or nothing at all as the empty text. */
  String header(String name) {
    return headers.firstValue(name).orElse("");
  }
}
