package darkroom.net;

import java.net.URI;
import java.util.Map;

/**
 * A complete answer; its body went to the sink.
 *
 * @param headers names in lower case, first value of each
 * @param bytes of the body that were read, after truncation
 * @param finalUri where the answer came from, after redirects
 */
public record OutboundAnswer(int status, Map<String, String> headers, long bytes, URI finalUri) {

  public OutboundAnswer {
    headers = Map.copyOf(headers);
  }
}
