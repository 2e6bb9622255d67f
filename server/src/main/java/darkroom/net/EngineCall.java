package darkroom.net;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One paid POST to an address of the operator.
 *
 * @param uri http or https, without user-info
 * @param headers may hold secrets, which is why {@code toString} leaves them out
 * @param timeout over look-up, connection, request and the whole answer
 * @param maxBytes of the answer's body
 */
public record EngineCall(
    URI uri,
    Map<String, String> headers,
    EngineBody body,
    Duration timeout,
    int maxBytes,
    AnswerWatch watch) {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[\\t -~]{0,4096}");

  public EngineCall {
    headers = Map.copyOf(headers);
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "engine address (expected: an http or https URL with a host and without user name)");
    }
    if (maxBytes < 1 || !timeout.isPositive()) {
      throw new IllegalArgumentException("limits must be positive");
    }
    headers.forEach((name, value) -> {
      if (!TOKEN.matcher(name).matches() || !VALUE.matcher(value).matches()) {
        // the client's own message would repeat the value, and it may be a key
        throw new IllegalArgumentException("header not allowed: " + name.length() + " characters");
      }
    });
  }

  @Override
  public String toString() {
    return "EngineCall[" + uri.getHost() + "]";
  }
}
