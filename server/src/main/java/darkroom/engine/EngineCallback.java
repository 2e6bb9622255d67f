package darkroom.engine;

import java.time.Instant;
import java.util.Map;

/**
 * What an engine sent to the address that it was given for one attempt.
 *
 * @param headers names in lower case, first value of each
 * @param body as it came, byte for byte
 * @param now for signatures that hold for a while
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record EngineCallback(
    String attemptId, Map<String, String> headers, byte[] body, Instant now) {

  public EngineCallback {
    headers = Map.copyOf(headers);
  }
}
